"""Who is in what: hosts and groups come into groups and leave them.

The one the path names is found by its key (NoMatch); the one the body names
by its id (NoSuchRelated). Both lie in one inventory, which stays locked
meanwhile, so that no two writers close a cycle between them.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import group
from placement_inv.objects.host_inventory import host
from placement_inv.objects.host_inventory import membership
from placement_inv.objects.host_inventory import nesting
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows
from placement_inv.objects.host_inventory import variables

_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children


@dataclasses.dataclass(frozen=True, slots=True)
class _Located:
    id: int
    inventory_id: int


@transactions.writer
def add_host(ctx, group_key, host_id):
    """Put a host into a group."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _hosts, host_id, host.MODEL)
    _join(ctx, parent, child)
    _pair(ctx, _members, group_id=parent.id, host_id=child.id)


@transactions.writer
def add_to_group(ctx, host_key, group_id):
    """Put the host that the path names into a group."""
    child = _named(ctx, _hosts, host_key, host.MODEL)
    parent = _meant(ctx, _groups, group_id, group.MODEL)
    _join(ctx, parent, child)
    _pair(ctx, _members, group_id=parent.id, host_id=child.id)


@transactions.writer
def add_child(ctx, group_key, child_id):
    """Put a group below another; CyclicalGroups if it is above already."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _groups, child_id, group.MODEL)
    _join(ctx, parent, child)
    if parent.id == child.id or _is_below(ctx, parent.id, child.id):
        raise refusals.CyclicalGroups()
    _pair(ctx, _children, parent_id=parent.id, child_id=child.id)


@transactions.writer
def remove_host(ctx, group_key, host_id):
    """Take a host out of a group."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _hosts, host_id, host.MODEL)
    _part(ctx, _members, group_id=parent.id, host_id=child.id)


@transactions.writer
def remove_from_group(ctx, host_key, group_id):
    """Take the host that the path names out of a group."""
    child = _named(ctx, _hosts, host_key, host.MODEL)
    parent = _meant(ctx, _groups, group_id, group.MODEL)
    _part(ctx, _members, group_id=parent.id, host_id=child.id)


@transactions.writer
def remove_child(ctx, group_key, child_id):
    """Take a group away from right below another."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _groups, child_id, group.MODEL)
    _part(ctx, _children, parent_id=parent.id, child_id=child.id)


@transactions.writer
def create_host_in_group(ctx, group_key, values):
    """Create a host in a group and return it.

    A host of that name which is there already comes into the group instead,
    if no variables are asked for; then the answer is None.
    """
    parent = _named(ctx, _groups, group_key, group.MODEL)
    membership.owner(ctx, parent.inventory_id, rows.to_change)
    if not variables.parse(values['variables']):
        existing = _by_name(ctx, _hosts, parent.inventory_id, values['name'])
        if existing is not None:
            _pair(ctx, _members, group_id=parent.id, host_id=existing)
            return None
    made = host.add(ctx, parent.inventory_id, values)
    _pair(ctx, _members, group_id=parent.id, host_id=made)
    return host.get(ctx, made)


@transactions.writer
def create_group_of_host(ctx, host_key, values):
    """Create a group with a host in it and return it."""
    child = _named(ctx, _hosts, host_key, host.MODEL)
    made = group.add(ctx, child.inventory_id, values)
    _pair(ctx, _members, group_id=made, host_id=child.id)
    return group.get(ctx, made)


@transactions.writer
def create_child(ctx, group_key, values):
    """Create a group below another and return it."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    made = group.add(ctx, parent.inventory_id, values)
    _pair(ctx, _children, parent_id=parent.id, child_id=made)
    return group.get(ctx, made)


def _named(ctx, table, key, model):
    """Return where the row is that the path names."""
    row = ctx.connection.execute(
        sa.select(table.c.id, table.c.host_inventory_id).where(
            rows.keyed(table, key)
        )
    ).first()
    if row is None:
        raise refusals.NoMatch(model=model)
    return _Located(*row)


def _meant(ctx, table, row_id, model):
    """Return where the row is that the body names."""
    try:
        return _named(ctx, table, row_id, model)
    except refusals.NoMatch as error:
        raise refusals.NoSuchRelated(model=model) from error


def _join(ctx, parent, child):
    """Lock the one inventory that both are in."""
    if parent.inventory_id != child.inventory_id:
        raise refusals.DifferentInventories()
    membership.owner(ctx, parent.inventory_id, rows.to_change)


def _is_below(ctx, group_id, other_id):
    """Tell whether a group lies anywhere below another."""
    below = nesting.below(other_id).subquery()
    found = ctx.connection.execute(
        sa.select(below.c.id).where(below.c.id == group_id)
    ).first()
    return found is not None


def _by_name(ctx, table, inventory_id, name):
    return ctx.connection.execute(
        sa.select(table.c.id).where(
            table.c.host_inventory_id == inventory_id, table.c.name == name
        )
    ).scalar()


def _pair(ctx, table, **ids):
    insert = dialects.insert_missing(ctx.connection, table)
    ctx.connection.execute(insert.values(**ids))


def _part(ctx, table, **ids):
    ctx.connection.execute(table.delete().filter_by(**ids))
