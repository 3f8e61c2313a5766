"""Selects of the hosts and groups that belong to something.

Each select is from the table of hosts or of groups. Callers may add
conditions, and any columns of that table.

The rows of an inventory, a group, a host or a source belong to one that the
caller has found with the limits of its statements. So the selects of them are
marked as limited; `all_hosts` and `all_groups` are not.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import group_closure
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.objects.host_inventory.membership import smart
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import statement_limits
from placement_inv.smartfilter import sql

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children
_source_hosts = tables.host_inventory.inventory_source_hosts
_source_groups = tables.host_inventory.inventory_source_groups

#: The most digits of an id that every database compares.
_MOST_DIGITS = 9


@dataclasses.dataclass(frozen=True, slots=True)
class InventoryRef:
    """The columns of an inventory that decide which hosts are in it."""

    id: int
    kind: str
    host_filter: host_filters.HostFilter
    organization_id: int | None
    #: Whether a smart inventory excludes hosts whose inventory is pending
    #: deletion.
    hides_pending: bool = False
    #: The limits of a caller whose filter is about hosts of all organizations;
    #: None for a filter about one organization, and for no limits.
    access: conditions.Access | None = None


#: The columns that `inventory_from` reads.
INVENTORY_COLUMNS = tuple(
    _inventories.c[name]
    for name in (
        'id',
        'kind',
        'host_filter',
        'host_filter_language',
        'organization_id',
    )
)


def inventory_from(row, hides_pending=False):
    """Return the InventoryRef of a mapping of INVENTORY_COLUMNS."""
    return InventoryRef(
        row['id'],
        row['kind'],
        host_filters.HostFilter(
            row['host_filter'] or '', row['host_filter_language']
        ),
        row['organization_id'],
        hides_pending,
    )


def find_inventory(ctx, key, lock=None, hides_pending=False, role=None):
    """Return the InventoryRef of a key; NoMatch without one.

    A transaction that changes the names or the graph of hosts and groups of
    an inventory locks it first, with `lock` (`rows.for_update`), so that its
    checks stay valid. `role` is as of `rows.find_id`.
    """
    select = sa.select(*INVENTORY_COLUMNS).where(
        rows.matches_key(_inventories, key)
    )
    row = rows.find_one(ctx, select, 'Inventory', lock, role)
    return inventory_from(row, hides_pending)


def lock_inventory_of(ctx, table, key):
    """Lock the inventory of the host or group of a key; return its id.

    A change of a name locks the inventory before the row itself. Returns
    None without such a row.
    """
    inventory_id = sa.select(table.c.host_inventory_id).where(
        rows.matches_key(table, key)
    )
    return ctx.connection.scalar(
        rows.for_update(
            sa.select(_inventories.c.id).where(
                _inventories.c.id.in_(inventory_id)
            )
        )
    )


def lock(ctx, inventory_ids):
    """Lock inventories in the order of their ids, as all writers do.

    Raises RoleRequired for a caller who may not write one of them.
    """
    role_checks.lock_all(
        ctx,
        rows.for_update(
            sa.select(_inventories.c.id)
            .where(_inventories.c.id.in_(sorted(set(inventory_ids))))
            .order_by(_inventories.c.id)
        ),
    )


def refuse_unless_accepted(inventory, model):
    """Raise NotForKind if clients cannot create a `model` in an inventory."""
    if model not in inventory_kinds.KINDS[inventory.kind].accepts:
        raise errors.NotForKind(model=model)


def original_id(instance_id):
    """Return the id of the host that a host of a constructed inventory copies.

    `instance_id` of the copy has it; None if it is no id.
    """
    if not (instance_id.isascii() and instance_id.isdigit()):
        return None
    # No id has more digits, and databases refuse to compare with more.
    return int(instance_id) if len(instance_id) <= _MOST_DIGITS else None


def all_hosts():
    """Return a select of every host."""
    return sa.select(_hosts.c.id)


_HOSTS = statement_limits.mark(sa.select(_hosts.c.id))
_GROUPS = statement_limits.mark(sa.select(_groups.c.id))


def hosts_of(inventory):
    """Return a select of the hosts of an InventoryRef."""
    kind = inventory_kinds.KINDS[inventory.kind]
    return SELECT_HOSTS[kind.members](inventory)


def _own_hosts(inventory):
    return _HOSTS.where(_hosts.c.host_inventory_id == inventory.id)


def _filtered_hosts(inventory):
    is_member = _hosts.c.id.in_(smart.host_ids(inventory))
    return _HOSTS.where(sql.no_merge(is_member))


SELECT_HOSTS = {
    inventory_kinds.Members.OWN: _own_hosts,
    inventory_kinds.Members.FILTERED: _filtered_hosts,
}


def hosts_in_group(group_id):
    """Return a select of the hosts that are directly in a group."""
    return _HOSTS.where(
        _hosts.c.id.in_(
            sa.select(_members.c.host_id).where(
                _members.c.group_id == group_id
            )
        )
    )


def hosts_below_group(group_id):
    """Return a select of the hosts in a group or any group below it."""
    groups = sa.or_(
        _members.c.group_id == group_id,
        _members.c.group_id.in_(group_closure.select_below(group_id)),
    )
    return _HOSTS.where(
        _hosts.c.id.in_(sa.select(_members.c.host_id).where(groups))
    )


def hosts_of_source(source_id):
    """Return a select of the hosts that came from a source."""
    return _HOSTS.where(
        _hosts.c.id.in_(
            sa.select(_source_hosts.c.host_id).where(
                _source_hosts.c.inventory_source_id == source_id
            )
        )
    )


def all_groups():
    """Return a select of every group."""
    return sa.select(_groups.c.id)


def groups_of(inventory):
    """Return a select of the groups of an InventoryRef."""
    return _GROUPS.where(_groups.c.host_inventory_id == inventory.id)


def root_groups_of(inventory):
    """Return a select of the groups of an inventory without a parent."""
    return groups_of(inventory).where(
        ~sa.exists().where(_children.c.child_id == _groups.c.id)
    )


def groups_of_source(source_id):
    """Return a select of the groups that came from a source."""
    return _GROUPS.where(
        _groups.c.id.in_(
            sa.select(_source_groups.c.group_id).where(
                _source_groups.c.inventory_source_id == source_id
            )
        )
    )


def children_of_group(group_id):
    """Return a select of the direct children of a group."""
    return _GROUPS.where(
        _groups.c.id.in_(
            sa.select(_children.c.child_id).where(
                _children.c.parent_id == group_id
            )
        )
    )


def potential_children_of_group(group_id, inventory_id):
    """Return a select of the groups that can become children of a group."""
    return (
        _GROUPS.where(_groups.c.host_inventory_id == inventory_id)
        .where(_groups.c.id != group_id)
        .where(_groups.c.id.not_in(group_closure.select_below(group_id)))
        .where(_groups.c.id.not_in(group_closure.select_above(group_id)))
    )


def groups_of_host(host_id):
    """Return a select of the groups that a host is directly in."""
    return _GROUPS.where(_groups.c.id.in_(_group_ids(host_id)))


def groups_above_host(host_id):
    """Return a select of the groups of a host and all above them."""
    direct = _group_ids(host_id)
    return _GROUPS.where(
        sa.or_(
            _groups.c.id.in_(direct),
            _groups.c.id.in_(group_closure.select_above(direct)),
        )
    )


def _group_ids(host_id):
    return sa.select(_members.c.group_id).where(_members.c.host_id == host_id)
