"""Reads the audit log after a cursor, in an order that never changes.

Ids follow the order of inserts, not of commits: a transaction can commit an
entry after a reader has read entries with higher ids. So a reader first
assigns all committed entries without a batch to the next batch, under a lock
that it holds until the commit. An entry that is committed later gets a later
batch. So no entry ever appears before a cursor, a pair of batch and id.
"""

import contextlib
import dataclasses
import datetime
from typing import NamedTuple

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import clock
from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import statement_limits

_changes = tables.host_inventory.host_inventory_changes
_feeds = tables.host_inventory.host_inventory_change_feeds

#: No id of an entry is higher.
_LAST_ID = 2**63 - 1
#: The one row that counts batches.
_FEED = 1
#: The most entries of one batch, and of one transaction that deletes.
_BATCH = 10_000


class Cursor(NamedTuple):
    """A place in the feed: after an entry of a batch."""

    batch: int = 0
    id: int = 0


@dataclasses.dataclass(frozen=True)
class Entries:
    """Some entries as mappings, and the cursor after them."""

    rows: tuple
    cursor: Cursor
    #: Whether there are entries after the cursor.
    more: bool


def read(ctx, since, limit):
    """Return the Entries after a cursor, at most `limit`.

    Without a cursor (None), the first entry is the oldest one. Raises
    CursorTooOld if entries after the cursor have been deleted.
    """
    end = _assign_batches(ctx)
    return _read(ctx, since, limit, end)


def find_end(ctx):
    """Return the Cursor after all committed entries."""
    end = _assign_batches(ctx)
    return _find_last(ctx, end)


@transactions.writer
def prune(ctx, seconds):
    """Delete entries older than some seconds, at most one batch.

    Tell whether there can be more of them.
    """
    feed = _lock_feed(ctx)
    _assign_next_batch(ctx, feed)
    oldest = ctx.connection.execute(
        sa.select(_changes.c.batch, _changes.c.id, _changes.c.created_at)
        .where(_changes.c.batch.is_not(None))
        .order_by(_changes.c.batch, _changes.c.id)
        .limit(_BATCH)
    ).all()
    now = clock.read(ctx.connection)
    before = now - datetime.timedelta(seconds=seconds)
    old_rows = [row for row in oldest if row.created_at < before]
    if not old_rows:
        return False
    for batch in rows.batches(row.id for row in old_rows):
        ctx.connection.execute(
            _changes.delete().where(_changes.c.id.in_(batch))
        )
    ctx.connection.execute(
        _feeds.update()
        .where(_feeds.c.id == _FEED)
        .values(pruned_batch=old_rows[-1].batch, pruned_id=old_rows[-1].id)
    )
    return len(old_rows) == _BATCH


def _assign_batches(ctx):
    """Assign all committed entries to batches; return their end.

    The end is the Cursor after all batches that were assigned before. While
    the database accepts no writes, entries have to wait: the feed then ends
    with the last entry that has a batch.
    """
    batch, is_any_new = _read_state(ctx)
    with contextlib.suppress(exceptions.DatabaseUnwritable):
        while is_any_new:
            batch, is_any_new = _assign_batch(ctx)
    return Cursor(batch, _LAST_ID)


@transactions.reader
def _read_state(ctx):
    """Return (number of the last batch, whether entries have no batch)."""
    batch = sa.select(_feeds.c.batch).where(_feeds.c.id == _FEED)
    new = sa.select(_changes.c.id).where(_changes.c.batch.is_(None)).limit(1)
    row = ctx.connection.execute(
        # All callers share the batches.
        statement_limits.mark(
            sa.select(batch.scalar_subquery(), new.scalar_subquery())
        )
    ).one()
    return row[0] or 0, row[1] is not None


@transactions.writer
def _assign_batch(ctx):
    return _assign_next_batch(ctx, _lock_feed(ctx))


def _assign_next_batch(ctx, feed):
    """Assign entries to the next batch.

    Return the number of the last batch and whether there can be more entries.
    The entries are those of all organizations, because all callers share the
    batches. None is shown here.
    """
    # The select does not wait for locks, and sees committed entries only.
    ids = ctx.connection.scalars(
        statement_limits.mark(
            sa.select(_changes.c.id)
            .where(_changes.c.batch.is_(None))
            .order_by(_changes.c.id)
            .limit(_BATCH)
        )
    ).all()
    if not ids:
        return feed.batch, False
    number = feed.batch + 1
    ctx.connection.execute(
        statement_limits.mark(
            _changes.update()
            .where(_changes.c.id.in_(ids))
            .values(batch=number)
        )
    )
    ctx.connection.execute(
        _feeds.update().where(_feeds.c.id == _FEED).values(batch=number)
    )
    return number, len(ids) == _BATCH


def _lock_feed(ctx):
    """Lock the row that counts batches and return it."""
    select = sa.select(_feeds).where(_feeds.c.id == _FEED).with_for_update()
    row = ctx.connection.execute(select).first()
    if row is None:
        ctx.connection.execute(
            dialects.insert_missing(ctx.connection, _feeds).values(id=_FEED)
        )
        row = ctx.connection.execute(select).one()
    return row


@transactions.reader
def _read(ctx, since, limit, end):
    entries = (
        ctx.connection.execute(
            sa.select(_changes)
            .where(_is_after(since or Cursor()))
            .order_by(_changes.c.batch, _changes.c.id)
            .limit(limit + 1)
        )
        .mappings()
        .all()
    )
    # This select comes after the entries, so that it knows of each deletion
    # that the select of the entries missed.
    pruned_until = _read_pruned_until(ctx)
    if since is not None and since < pruned_until:
        raise errors.CursorTooOld()
    page = tuple(entries[:limit])
    cursor = since or pruned_until
    if page:
        cursor = Cursor(page[-1]['batch'], page[-1]['id'])
    has_more = len(entries) > limit
    if ctx.access is not None and not has_more:
        # The cursor passes the entries of others. Else it would become too
        # old with them.
        cursor = max(cursor, end)
    return Entries(page, cursor, has_more)


def _is_after(cursor):
    return sa.or_(
        _changes.c.batch > cursor.batch,
        sa.and_(_changes.c.batch == cursor.batch, _changes.c.id > cursor.id),
    )


@transactions.reader
def _find_last(ctx, end):
    if ctx.access is not None:
        return end
    row = ctx.connection.execute(
        sa.select(_changes.c.batch, _changes.c.id)
        .where(_changes.c.batch.is_not(None))
        .order_by(_changes.c.batch.desc(), _changes.c.id.desc())
        .limit(1)
    ).first()
    return Cursor(*row) if row else _read_pruned_until(ctx)


def _read_pruned_until(ctx):
    """Return the Cursor after the last deleted entry."""
    row = ctx.connection.execute(
        sa.select(_feeds.c.pruned_batch, _feeds.c.pruned_id).where(
            _feeds.c.id == _FEED
        )
    ).first()
    return Cursor(*row) if row else Cursor()
