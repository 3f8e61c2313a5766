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
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts.facts import (
    audit as fact_audit,
)
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.hosts.facts import (
    owners as fact_owners,
)
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)

_hosts = tables.host_inventory.hosts
_facts = tables.host_inventory.host_facts
_NONE = facts.Facts({})

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
    #: Whether hosts that go with another inventory are none of a smart one.
    hides_pending: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """What is known of a host; without facts all but the first is None."""

    host_id: int
    name: str
    version: int | None = None
    modified_at: datetime.datetime | None = None
    facts: dict[str, Any] | None = None


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
    inventory = membership.find_inventory(
        ctx, key, hides_pending=window.hides_pending
    )
    select = (
        membership.hosts_of(inventory)
        .outerjoin(_facts)
        .with_only_columns(
            *fact_owners.COLUMNS,
            _hosts.c.name,
            _facts.c.version,
            _facts.c.modified_at,
            _facts.c.facts,
        )
        .where(*_within(window))
        .order_by(_hosts.c.name)
        .limit(window.size + 1)
    )
    found = ctx.connection.execute(select).all()
    shown = found[: window.size]
    elsewhere = _elsewhere(ctx, shown)
    known = [elsewhere.get(row.id) or _own(row) for row in shown]
    return known, len(found) > window.size


def _own(row):
    return Known(row.id, row.name, row.version, row.modified_at, row.facts)


def _elsewhere(ctx, found):
    """Return {id: Known} of the hosts that do not keep their facts themselves.

    One statement more if there are any.
    """
    keepers = {
        row.id: keeper
        for row in found
        if (keeper := fact_owners.id_from(row)) != row.id
    }
    ids = {keeper for keeper in keepers.values() if keeper is not None}
    kept = _of_hosts(ctx, ids) if ids else {}
    known = {}
    for row in found:
        if row.id in keepers:
            its = kept.get(keepers[row.id])
            said = (its.version, its.modified_at, its.document) if its else ()
            known[row.id] = Known(row.id, row.name, *said)
    return known


@transactions.writer
def merge(ctx, key, documents, hides_pending=False):
    """Add facts to hosts of an inventory; return a Merged.

    `documents` are {name of a host: its facts}; what a document does not
    name stays, and None in its place makes the host's facts forgotten. A
    host that is not there, or a document that cannot be kept, hinders no
    other.
    """
    inventory = membership.find_inventory(
        ctx, key, hides_pending=hides_pending
    )
    named = fact_owners.lock_by_name(ctx, inventory, documents)
    kept = _kept(ctx, named)
    wanted, refused = {}, {}
    for name, host in sorted(named.items()):
        try:
            keeper = _keeper(host)
            # Two names may have the facts of one host.
            before = wanted.get(keeper, kept[keeper].document)
            wanted[keeper] = _merged(ctx, documents[name], before)
        except (errors.InvalidFacts, errors.OriginalGone) as error:
            refused[name] = str(error)
    made = _write(ctx, wanted, kept)
    written = tuple(
        _known(host, name, made[host.keeper])
        for name, host in named.items()
        if name not in refused
    )
    unknown = tuple(sorted(documents.keys() - named.keys()))
    return Merged(written, unknown, refused)


def _within(window):
    if window.name is not None:
        yield _hosts.c.name == window.name
    if window.first is not None:
        yield _hosts.c.name >= window.first
    if window.after is not None:
        yield _hosts.c.name > window.after


def _keeper(host):
    if host.keeper is None:
        raise errors.OriginalGone()
    return host.keeper


def _kept(ctx, named):
    """Return {keeper: its Facts} of the hosts that were named."""
    keepers = {host.keeper for host in named.values() if host.keeper}
    found = _of_hosts(ctx, (keeper.id for keeper in keepers))
    return {keeper: found.get(keeper.id, _NONE) for keeper in keepers}


def _of_hosts(ctx, ids):
    select = sa.select(
        _facts.c.host_id,
        _facts.c.facts,
        _facts.c.version,
        _facts.c.modified_at,
    ).where(_facts.c.host_id.in_(sorted(ids)))
    return {
        host_id: facts.Facts(*said)
        for host_id, *said in ctx.connection.execute(select)
    }


def _merged(ctx, document, before):
    """Return what a host should have; None for nothing."""
    if document is None:
        return None
    document = facts.checked(document)
    merged = {**before, **document} if before else document
    facts.check_size(ctx, merged)
    return merged


def _write(ctx, wanted, kept):
    """Write what each host should have; return {keeper: its Facts} then."""
    now = base.utcnow()
    made = {
        keeper: _NONE
        if document is None
        else facts.Facts(document, kept[keeper].version + 1, now)
        for keeper, document in wanted.items()
    }
    _execute(ctx, made, kept)
    fact_audit.written_together(
        ctx,
        [
            fact_audit.Write(
                keeper,
                kept[keeper].document,
                after.document,
                (kept[keeper].version, after.version),
            )
            for keeper, after in made.items()
        ],
    )
    return made


def _execute(ctx, made, kept):
    new, changed, gone = [], [], []
    for keeper, after in made.items():
        if not after.version:
            gone.append(keeper.id)
            continue
        (changed if kept[keeper].version else new).append(
            {
                'host_id': keeper.id,
                'facts': after.document,
                'version': after.version,
                'modified_at': after.modified_at,
            }
        )
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


def _known(host, name, made):
    """Return what is known of a host that was written."""
    return Known(host.id, name, made.version or None, made.modified_at)
