"""Reads and writes the facts of many hosts of one inventory.

Hosts are identified by name, within an inventory of any kind.
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

#: The most hosts that one request reads or writes.
MAX_HOSTS = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """Selects the hosts of an inventory to read, in the order of names."""

    #: Only the host of this name.
    name: str | None = None
    #: Only hosts from this name on, or after this name.
    first: str | None = None
    after: str | None = None
    size: int = MAX_HOSTS
    #: Whether a smart inventory excludes hosts whose own inventory is pending
    #: deletion.
    hides_pending: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class HostFacts:
    """A host and its facts; without facts, the last three are None."""

    host_id: int
    name: str
    version: int | None = None
    modified_at: datetime.datetime | None = None
    facts: dict[str, Any] | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class MergeResult:
    """The result of a batch: the hosts that were written, and the others."""

    hosts: tuple[HostFacts, ...]
    #: Names that no host of the inventory has.
    unknown_names: tuple[str, ...]
    #: {name: why its facts were not written}
    reasons: dict[str, str]


@transactions.reader
def read(ctx, key, window):
    """Return (HostFacts of the hosts in a window, whether there are more).

    The list has hosts without facts, too. Raises NoMatch without such an
    inventory.
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
    originals = _find_originals(ctx, page_rows)
    documents = [
        originals.get(row.id) or _facts_from(row) for row in page_rows
    ]
    return documents, len(host_rows) > window.size


def _facts_from(row):
    return HostFacts(row.id, row.name, row.version, row.modified_at, row.facts)


def _find_originals(ctx, host_rows):
    """Return {id: HostFacts} of the hosts whose facts another host stores.

    This is one statement if there are any.
    """
    owners = {
        row.id: owner
        for row in host_rows
        if (owner := fact_owners.id_from(row._mapping)) != row.id
    }
    ids = {owner for owner in owners.values() if owner is not None}
    facts_before = _find_readable(ctx, ids) if ids else {}
    documents = {}
    for row in host_rows:
        if row.id in owners:
            original = facts_before.get(owners[row.id])
            values = (
                (original.version, original.modified_at, original.document)
                if original
                else ()
            )
            documents[row.id] = HostFacts(row.id, row.name, *values)
    return documents


@transactions.writer
def merge(ctx, key, documents, hides_pending=False):
    """Add facts to hosts of an inventory; return a MergeResult.

    `documents` is {name of a host: facts}. Facts that a document does not
    name stay; None instead of a document deletes all facts of the host. An
    unknown host or an invalid document does not affect the other hosts.
    Raises NoMatch without such an inventory.
    """
    inventory = membership.find_inventory(
        ctx, key, hides_pending=hides_pending
    )
    named_hosts = fact_owners.lock_by_name(ctx, inventory, documents)
    facts_before = _find_facts(ctx, named_hosts)
    documents_by_host, reasons = {}, {}
    for name, host in sorted(named_hosts.items()):
        try:
            owner = _find_owner(host)
            # Two hosts of a constructed inventory may share one owner.
            before = documents_by_host.get(owner, facts_before[owner].document)
            documents_by_host[owner] = _merge_document(
                ctx, documents[name], before
            )
        except (errors.InvalidFacts, errors.OriginalGone) as error:
            reasons[name] = str(error)
    new_facts = _write(ctx, documents_by_host, facts_before)
    new_documents = tuple(
        _host_facts(host, name, new_facts[host.owner])
        for name, host in named_hosts.items()
        if name not in reasons
    )
    unknown = tuple(sorted(documents.keys() - named_hosts.keys()))
    return MergeResult(new_documents, unknown, reasons)


def _window_condition(window):
    if window.name is not None:
        yield _hosts.c.name == window.name
    if window.first is not None:
        yield _hosts.c.name >= window.first
    if window.after is not None:
        yield _hosts.c.name > window.after


def _find_owner(host):
    if host.owner is None:
        raise errors.OriginalGone()
    return host.owner


def _find_facts(ctx, named_hosts):
    """Return {owner: its Facts} of hosts."""
    owners = {host.owner for host in named_hosts.values() if host.owner}
    facts_by_id = _find_by_host_id(ctx, (owner.id for owner in owners))
    return {owner: facts_by_id.get(owner.id, _NONE) for owner in owners}


_SELECT_FACTS = sa.select(
    _facts.c.host_id, _facts.c.facts, _facts.c.version, _facts.c.modified_at
)


def _find_readable(ctx, ids):
    """Return {id: Facts} of the hosts among some that the caller may read.

    Clients write the ids of originals, so they may be those of any host.
    """
    select = _SELECT_FACTS.join(_hosts, _hosts.c.id == _facts.c.host_id)
    return _execute_select(ctx, select, ids)


def _find_by_host_id(ctx, ids):
    return _execute_select(ctx, _SELECT_FACTS, ids)


def _execute_select(ctx, select, ids):
    select = select.where(_facts.c.host_id.in_(sorted(ids)))
    return {
        host_id: facts.Facts(*values)
        for host_id, *values in ctx.connection.execute(select)
    }


def _merge_document(ctx, document, before):
    """Return the new document of a host; None to delete it."""
    if document is None:
        return None
    document = facts.check(document)
    whole = {**before, **document} if before else document
    facts.check_size(ctx, whole)
    return whole


def _write(ctx, documents_by_host, facts_before):
    """Write the document of each owner; return {owner: its new Facts}."""
    now = base.utcnow()
    new_facts = {
        owner: _NONE
        if document is None
        else facts.Facts(document, facts_before[owner].version + 1, now)
        for owner, document in documents_by_host.items()
    }
    _execute(ctx, new_facts, facts_before)
    fact_audit.record_writes(
        ctx,
        [
            fact_audit.Write(
                owner,
                facts_before[owner].document,
                after.document,
                (facts_before[owner].version, after.version),
            )
            for owner, after in new_facts.items()
        ],
    )
    return new_facts


def _execute(ctx, new_facts, facts_before):
    new, changed_rows, deleted_ids = [], [], []
    for owner, after in new_facts.items():
        if not after.version:
            deleted_ids.append(owner.id)
            continue
        (changed_rows if facts_before[owner].version else new).append(
            {
                'host_id': owner.id,
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


def _host_facts(host, name, new_facts):
    """Return the HostFacts of a host after its facts were written."""
    return HostFacts(
        host.id, name, new_facts.version or None, new_facts.modified_at
    )
