"""Facts: what a host said of itself when somebody looked, one JSON object.

A table of their own keeps them out of every list. The version of a document
counts its writes, each under a lock, so that no writer undoes another's.
"""

import dataclasses
import math
from typing import Any

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import membership
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows

_hosts = tables.host_inventory.hosts
_facts = tables.host_inventory.host_facts
_inventories = tables.host_inventory.host_inventories

#: MariaDB's JSON nests 32 deep; the document itself is one level.
_MAX_DEPTH = 30


@dataclasses.dataclass(frozen=True, slots=True)
class _Kept:
    """The facts of a host as its row says."""

    facts: dict[str, Any]
    version: int


@transactions.reader
def get(ctx, key):
    """Return the facts of the host that a key names, {} if there are none."""
    return _found(ctx, key).facts or {}


@transactions.reader
def find(ctx, key):
    """Return the facts of a host, and None; or None, and whose they are.

    The facts of a constructed inventory's host are those of the host that
    its `instance_id` names.
    """
    found = _found(ctx, key)
    original = None
    if found.kind == membership.CONSTRUCTED:
        original = membership.original_id(found.instance_id)
    return (found.facts or {}, None) if original is None else (None, original)


def _found(ctx, key):
    found = ctx.connection.execute(
        sa.select(
            _hosts.c.id,
            _hosts.c.instance_id,
            _inventories.c.kind,
            _facts.c.facts,
        )
        .select_from(_hosts.join(_inventories).outerjoin(_facts))
        .where(rows.keyed(_hosts, key))
    ).first()
    if found is None:
        raise refusals.NoMatch(model='Host')
    return found


@transactions.writer
def replace(ctx, key, document):
    """Make a document all the facts of a host; return it."""
    check(document)
    host_id = _locked(ctx, key)
    _write(ctx, host_id, document, _kept(ctx, host_id))
    return document


@transactions.writer
def merge(ctx, key, document):
    """Add a document's facts to a host's, its own winning; return all.

    Facts that the document does not name stay as they are.
    """
    check(document)
    host_id = _locked(ctx, key)
    kept = _kept(ctx, host_id)
    merged = {**(kept.facts if kept else {}), **document}
    _write(ctx, host_id, merged, kept)
    return merged


@transactions.writer
def delete(ctx, key):
    """Forget the facts of a host; nothing happens where there are none."""
    host_id = _locked(ctx, key)
    ctx.connection.execute(_facts.delete().where(_facts.c.host_id == host_id))


def _locked(ctx, key):
    """Return the id of a host whose facts nobody else writes meanwhile."""
    host_id = rows.find_id(ctx, _hosts, key, 'Host', rows.to_change)
    kind = ctx.connection.scalar(
        sa.select(_inventories.c.kind)
        .join_from(_inventories, _hosts)
        .where(_hosts.c.id == host_id)
    )
    if kind == membership.CONSTRUCTED:
        raise refusals.FactsOfOriginal()
    return host_id


def _kept(ctx, host_id):
    row = ctx.connection.execute(
        sa.select(_facts.c.facts, _facts.c.version).where(
            _facts.c.host_id == host_id
        )
    ).first()
    return row and _Kept(row.facts, row.version)


def _write(ctx, host_id, document, kept):
    values = {'facts': document, 'modified_at': base.utcnow()}
    if kept is None:
        ctx.connection.execute(
            _facts.insert().values(host_id=host_id, version=1, **values)
        )
        return
    ctx.connection.execute(
        _facts.update()
        .where(_facts.c.host_id == host_id)
        .values(version=kept.version + 1, **values)
    )


def check(document):
    """Raise InvalidFacts where no database can keep a document."""
    level, depth = [document], 0
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            raise refusals.InvalidFacts(
                reason=f'they nest deeper than {_MAX_DEPTH} levels'
            )
        level = [child for value in level for child in _children(value)]


def _children(value):
    """Return what a value contains; InvalidFacts for what cannot be kept."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, list):
        return value
    if isinstance(value, str) and '\0' in value:
        raise refusals.InvalidFacts(reason='a text contains NUL')
    if isinstance(value, float) and not math.isfinite(value):
        raise refusals.InvalidFacts(reason='a number is too large')
    return ()
