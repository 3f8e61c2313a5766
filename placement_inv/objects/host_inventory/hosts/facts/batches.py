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
        .where(*_window_condition(window))
        .order_by(_hosts.c.name)
        .limit(window.size + 1)
    )
    host_rows = ctx.connection.execute(select).all()
    page_rows = host_rows[: window.size]
    elsewhere = _elsewhere(ctx, page_rows)
    documents = [elsewhere.get(row.id) or _own(row) for row in page_rows]
    return documents, len(host_rows) > window.size


def _own(row):
    return Known(row.id, row.name, row.version, row.modified_at, row.facts)


def _elsewhere(ctx, host_rows):
    """Return {id: Known} of the hosts that do not keep their facts themselves.

    One statement more if there are any.
    """
    keepers = {
        row.id: keeper
        for row in host_rows
        if (keeper := fact_owners.id_from(row)) != row.id
    }
    ids = {keeper for keeper in keepers.values() if keeper is not None}
    facts_before = _of_hosts(ctx, ids) if ids else {}
    documents = {}
    for row in host_rows:
        if row.id in keepers:
            its = facts_before.get(keepers[row.id])
            values = (
                (its.version, its.modified_at, its.document) if its else ()
            )
            documents[row.id] = Known(row.id, row.name, *values)
    return documents


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
    named_hosts = fact_owners.lock_by_name(ctx, inventory, documents)
    facts_before = _find_facts(ctx, named_hosts)
    documents_by_host, reasons = {}, {}
    for name, host in sorted(named_hosts.items()):
        try:
            keeper = _keeper(host)
            # Two names may have the facts of one host.
            before = documents_by_host.get(
                keeper, facts_before[keeper].document
            )
            documents_by_host[keeper] = _merge_document(
                ctx, documents[name], before
            )
        except (errors.InvalidFacts, errors.OriginalGone) as error:
            reasons[name] = str(error)
    new_facts = _write(ctx, documents_by_host, facts_before)
    new_documents = tuple(
        _to_known(host, name, new_facts[host.keeper])
        for name, host in named_hosts.items()
        if name not in reasons
    )
    unknown = tuple(sorted(documents.keys() - named_hosts.keys()))
    return Merged(new_documents, unknown, reasons)


def _window_condition(window):
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


def _find_facts(ctx, named_hosts):
    """Return {keeper: its Facts} of the hosts that were named."""
    keepers = {host.keeper for host in named_hosts.values() if host.keeper}
    facts_by_id = _of_hosts(ctx, (keeper.id for keeper in keepers))
    return {keeper: facts_by_id.get(keeper.id, _NONE) for keeper in keepers}


def _of_hosts(ctx, ids):
    select = sa.select(
        _facts.c.host_id,
        _facts.c.facts,
        _facts.c.version,
        _facts.c.modified_at,
    ).where(_facts.c.host_id.in_(sorted(ids)))
    return {
        host_id: facts.Facts(*values)
        for host_id, *values in ctx.connection.execute(select)
    }


def _merge_document(ctx, document, before):
    """Return what a host should have; None for nothing."""
    if document is None:
        return None
    document = facts.checked(document)
    whole = {**before, **document} if before else document
    facts.check_size(ctx, whole)
    return whole


def _write(ctx, documents_by_host, facts_before):
    """Write what each host should have; return {keeper: its Facts} then."""
    now = base.utcnow()
    new_facts = {
        keeper: _NONE
        if document is None
        else facts.Facts(document, facts_before[keeper].version + 1, now)
        for keeper, document in documents_by_host.items()
    }
    _execute(ctx, new_facts, facts_before)
    fact_audit.written_together(
        ctx,
        [
            fact_audit.Write(
                keeper,
                facts_before[keeper].document,
                after.document,
                (facts_before[keeper].version, after.version),
            )
            for keeper, after in new_facts.items()
        ],
    )
    return new_facts


def _execute(ctx, new_facts, facts_before):
    new, changed_rows, deleted_ids = [], [], []
    for keeper, after in new_facts.items():
        if not after.version:
            deleted_ids.append(keeper.id)
            continue
        (changed_rows if facts_before[keeper].version else new).append(
            {
                'host_id': keeper.id,
                'facts': after.document,
                'version': after.version,
                'modified_at': after.modified_at,
            }
        )
    if deleted_ids:
        ctx.connection.execute(
            _facts.delete().where(_facts.c.host_id.in_(sorted(deleted_ids)))
        )
    if new:
        ctx.connection.execute(_facts.insert(), new)
    if changed_rows:
        ctx.connection.execute(
            _facts.update().where(_facts.c.host_id == sa.bindparam('of_host')),
            [{**row, 'of_host': row['host_id']} for row in changed_rows],
        )


def _to_known(host, name, new_facts):
    """Return what is known of a host that was written."""
    return Known(
        host.id, name, new_facts.version or None, new_facts.modified_at
    )
