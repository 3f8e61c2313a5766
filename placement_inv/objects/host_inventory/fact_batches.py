"""Facts of many hosts of one inventory, read and written together.

A host is known by its name within the inventory, whatever its kind: names
alone would mean hosts of other inventories too.
"""

import dataclasses
import datetime
from typing import Any

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import facts
from placement_inv.objects.host_inventory import membership
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows

_hosts = tables.host_inventory.hosts
_facts = tables.host_inventory.host_facts

#: As many hosts as one request reads or writes.
MOST = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """Which hosts of an inventory to read, in the order of their names."""

    #: Only the host of this name.
    name: str | None = None
    #: From this name on, or behind it.
    first: str | None = None
    after: str | None = None
    size: int = MOST


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What is known of a host; without facts all but the first is None."""

    host_id: int
    name: str
    version: int | None
    modified_at: datetime.datetime | None
    facts: dict[str, Any] | None


@dataclasses.dataclass(frozen=True, slots=True)
class Merged:
    """What became of a batch: `written`, and why the others were not."""

    written: tuple[Known, ...]
    unknown: tuple[str, ...]
    #: {name: why}
    refused: dict[str, str]


@transactions.reader
def read(ctx, key, window):
    """Return (what is known of the hosts in a window, whether more follow).

    Hosts without facts are there too: who asks for one learns so.
    """
    inventory = membership.owner(ctx, key)
    select = (
        membership.hosts_of(inventory)
        .outerjoin(_facts)
        .with_only_columns(
            _hosts.c.id,
            _hosts.c.name,
            _facts.c.version,
            _facts.c.modified_at,
            _facts.c.facts,
        )
        .where(*_within(window))
        .order_by(_hosts.c.name)
        .limit(window.size + 1)
    )
    found = [Known(*row) for row in ctx.connection.execute(select)]
    return found[: window.size], len(found) > window.size


@transactions.writer
def merge(ctx, key, documents):
    """Add facts to hosts of an inventory; return a Merged.

    `documents` are {name of a host: its facts}; what a document does not
    name stays, and None in its place makes the host's facts forgotten. A
    host that is not there, or a document that cannot be kept, hinders no
    other.
    """
    inventory = membership.owner(ctx, key)
    ids = _ids(ctx, inventory, documents)
    kept = _kept(ctx, ids.values())
    wanted, refused = {}, {}
    for name, host_id in ids.items():
        try:
            wanted[host_id] = _merged(ctx, documents[name], kept.get(host_id))
        except refusals.InvalidFacts as error:
            refused[name] = str(error)
    written = _write(ctx, wanted, kept, {ids[name]: name for name in ids})
    unknown = tuple(sorted(documents.keys() - ids.keys()))
    return Merged(written, unknown, refused)


def _within(window):
    if window.name is not None:
        yield _hosts.c.name == window.name
    if window.first is not None:
        yield _hosts.c.name >= window.first
    if window.after is not None:
        yield _hosts.c.name > window.after


def _ids(ctx, inventory, names):
    """Return {name: id} of the hosts there are, locked in one order."""
    found = sa.select(
        membership.hosts_of(inventory)
        .where(_hosts.c.name.in_(sorted(names)))
        .subquery()
        .c.id
    )
    ids = ctx.connection.scalars(found).all()
    locked = rows.to_change(
        sa.select(_hosts.c.name, _hosts.c.id)
        .where(_hosts.c.id.in_(ids))
        .order_by(_hosts.c.id)
    )
    return {name: id_ for name, id_ in ctx.connection.execute(locked)}


def _kept(ctx, ids):
    select = sa.select(_facts).where(_facts.c.host_id.in_(sorted(ids)))
    return {row.host_id: row for row in ctx.connection.execute(select)}


def _merged(ctx, document, kept):
    if document is None:
        return None
    facts.check(document)
    merged = {**kept.facts, **document} if kept else document
    facts.check_size(ctx, merged)
    return merged


def _write(ctx, wanted, kept, names):
    """Write what each host should have; return what is known then."""
    now = base.utcnow()
    new, changed, gone, known = [], [], [], []
    for host_id, document in wanted.items():
        if document is None:
            gone.append(host_id)
            known.append(Known(host_id, names[host_id], None, None, None))
            continue
        before = kept.get(host_id)
        version = before.version + 1 if before else 1
        (changed if before else new).append(
            {
                'host_id': host_id,
                'facts': document,
                'version': version,
                'modified_at': now,
            }
        )
        known.append(Known(host_id, names[host_id], version, now, None))
    _execute(ctx, new, changed, gone)
    return tuple(known)


def _execute(ctx, new, changed, gone):
    if gone:
        ctx.connection.execute(
            _facts.delete().where(_facts.c.host_id.in_(sorted(gone)))
        )
    if new:
        ctx.connection.execute(_facts.insert(), new)
    if changed:
        ctx.connection.execute(
            _facts.update().where(_facts.c.host_id == sa.bindparam('of_host')),
            [{**row, 'of_host': row['host_id']} for row in changed],
        )
