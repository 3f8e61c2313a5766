"""Finds the host that stores the facts of a host, its owner of facts.

That is the host itself, except in a constructed inventory: the facts of its
hosts are stored with their originals in the input inventories. So playbooks
for both inventories share the facts.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.tenancy import role_checks

_hosts = tables.host_inventory.hosts
_inventories = tables.host_inventory.host_inventories

#: The kind of a host's inventory.
_KIND = (
    sa.select(_inventories.c.kind)
    .where(_inventories.c.id == _hosts.c.host_inventory_id)
    .scalar_subquery()
    .label('kind')
)
#: The columns that `id_from` reads.
COLUMNS = (_hosts.c.id, _hosts.c.instance_id, _KIND)

_SUBJECT = (_hosts.c.id, _hosts.c.name, _hosts.c.host_inventory_id)


@dataclasses.dataclass(frozen=True, slots=True)
class NamedHost:
    """A host that a request names, and the host that stores its facts."""

    id: int
    #: None if the original does not exist any more.
    owner: audit_log.Subject | None


def id_from(row):
    """Return the id of the owner of a host's facts.

    `row` is a mapping of COLUMNS. Return None for a host of a constructed
    inventory without an original.
    """
    if inventory_kinds.KINDS[row['kind']].stores_facts:
        return row['id']
    original_id = membership.original_id(row['instance_id'])
    return None if original_id == row['id'] else original_id


def are_owners(ids):
    """Return the condition that hosts have one of some ids and store facts."""
    others = inventory_kinds.words(lambda kind: not kind.stores_facts)
    return sa.and_(
        _hosts.c.id.in_(sorted(ids)), *(word != _KIND for word in others)
    )


def lock(ctx, key):
    """Lock the owner of the facts of a key's host; return its Subject.

    Raises NoMatch without the host, OriginalGone without the owner, and
    RoleRequired for a caller who may not write one of them.
    """
    select = sa.select(
        *COLUMNS, _hosts.c.name, _hosts.c.host_inventory_id
    ).where(rows.matches_key(_hosts, key))
    row = rows.find_one(ctx, select, 'Host', rows.for_update)
    owner_id = id_from(row)
    if owner_id == row['id']:
        return _subject(row)
    owner = owner_id and _lock_rows(ctx, [owner_id]).get(owner_id)
    if not owner:
        raise errors.OriginalGone()
    return owner


def lock_by_name(ctx, inventory, names):
    """Lock the owners of facts of hosts; return {name: NamedHost}.

    `inventory` is an InventoryRef; names without a host are left out. All
    transactions lock owners in the order of their ids.
    """
    select = (
        membership.hosts_of(inventory)
        .where(_hosts.c.name.in_(sorted(names)))
        .with_only_columns(*COLUMNS, _hosts.c.name)
    )
    host_rows = ctx.connection.execute(select).all()
    ids = {row.name: id_from(row._mapping) for row in host_rows}
    owners = _lock_rows(ctx, {id_ for id_ in ids.values() if id_ is not None})
    return {
        row.name: NamedHost(row.id, owners.get(ids[row.name]))
        for row in host_rows
        # Leave out a host that was deleted after the first select.
        if ids[row.name] in owners or ids[row.name] != row.id
    }


def exists(ctx, host_id):
    """Tell whether a host exists and stores its facts."""
    select = sa.select(_hosts.c.id).where(are_owners([host_id]))
    return ctx.connection.execute(select).first() is not None


def _lock_rows(ctx, ids):
    """Lock the owners of facts among some ids; return {id: Subject}."""
    select = sa.select(*_SUBJECT).where(are_owners(ids)).order_by(_hosts.c.id)
    return {
        row['id']: _subject(row)
        for row in role_checks.lock_all(ctx, rows.for_update(select))
    }


def _subject(row):
    return audit_log.host(row['id'], row['name'], row['host_inventory_id'])
