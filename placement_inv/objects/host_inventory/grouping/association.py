"""Who is in what: hosts and groups come into groups and leave them.

The one the path names is found by its key (NoMatch); the one the body names
by its id (NoSuchRelated). Both lie in one inventory, which stays locked
meanwhile, so that no two writers close a cycle between them.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import group
from placement_inv.objects.host_inventory import host
from placement_inv.objects.host_inventory import membership
from placement_inv.objects.host_inventory import refusals
from placement_inv.objects.host_inventory import rows
from placement_inv.objects.host_inventory import variables
from placement_inv.objects.host_inventory.changes import record
from placement_inv.objects.host_inventory.grouping import nesting

_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children


#: What is put into groups, and what the change record calls it.
_SPOKEN = {
    _members: (record.host, 'hosts'),
    _children: (record.group, 'children'),
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Located:
    id: int
    inventory_id: int
    name: str


@transactions.writer
def add_host(ctx, group_key, host_id):
    """Put a host into a group."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _hosts, host_id, host.MODEL)
    _join(ctx, parent, child)
    _put(ctx, parent, child, _members)


@transactions.writer
def add_to_group(ctx, host_key, group_id):
    """Put the host that the path names into a group."""
    child = _named(ctx, _hosts, host_key, host.MODEL)
    parent = _meant(ctx, _groups, group_id, group.MODEL)
    _join(ctx, parent, child)
    _put(ctx, parent, child, _members)


@transactions.writer
def add_child(ctx, group_key, child_id):
    """Put a group below another; CyclicalGroups if it is above already."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _groups, child_id, group.MODEL)
    _join(ctx, parent, child)
    if parent.id == child.id or _is_below(ctx, parent.id, child.id):
        raise refusals.CyclicalGroups()
    _put(ctx, parent, child, _children)


@transactions.writer
def remove_host(ctx, group_key, host_id):
    """Take a host out of a group."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _hosts, host_id, host.MODEL)
    _take(ctx, parent, child, _members)


@transactions.writer
def remove_from_group(ctx, host_key, group_id):
    """Take the host that the path names out of a group."""
    child = _named(ctx, _hosts, host_key, host.MODEL)
    parent = _meant(ctx, _groups, group_id, group.MODEL)
    _take(ctx, parent, child, _members)


@transactions.writer
def remove_child(ctx, group_key, child_id):
    """Take a group away from right below another."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    child = _meant(ctx, _groups, child_id, group.MODEL)
    _take(ctx, parent, child, _children)


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
            child = _Located(existing, parent.inventory_id, values['name'])
            _put(ctx, parent, child, _members)
            return None
    made = host.add(ctx, parent.inventory_id, values)
    _pair(ctx, _members, parent.id, made)
    subject = record.host(made, values['name'], parent.inventory_id)
    _created_with(ctx, subject, values, 'groups', parent)
    return host.get(ctx, made)


@transactions.writer
def create_group_of_host(ctx, host_key, values):
    """Create a group with a host in it and return it."""
    child = _named(ctx, _hosts, host_key, host.MODEL)
    made = group.add(ctx, child.inventory_id, values)
    _pair(ctx, _members, made, child.id)
    subject = record.group(made, values['name'], child.inventory_id)
    _created_with(ctx, subject, values, 'hosts', child)
    return group.get(ctx, made)


@transactions.writer
def create_child(ctx, group_key, values):
    """Create a group below another and return it."""
    parent = _named(ctx, _groups, group_key, group.MODEL)
    made = group.add(ctx, parent.inventory_id, values)
    _pair(ctx, _children, parent.id, made)
    subject = record.group(made, values['name'], parent.inventory_id)
    _created_with(ctx, subject, values, 'parents', parent)
    return group.get(ctx, made)


def _named(ctx, table, key, model):
    """Return where the row is that the path names."""
    row = ctx.connection.execute(
        sa.select(table.c.id, table.c.host_inventory_id, table.c.name).where(
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


def _put(ctx, parent, child, table):
    """Put a host or a group into a group, and say so if it was not there."""
    if _pair(ctx, table, parent.id, child.id):
        _record(ctx, record.ASSOCIATE, parent, child, table)


def _take(ctx, parent, child, table):
    """Take a host or a group out of a group, and say so if it was there."""
    near, far = table.primary_key.columns
    taken = ctx.connection.execute(
        table.delete().where(near == parent.id, far == child.id)
    )
    if taken.rowcount:
        _record(ctx, record.DISASSOCIATE, parent, child, table)


def _pair(ctx, table, near_id, far_id):
    """Write a pair, and tell whether it was missing.

    The inventory is locked: nobody else writes pairs of its rows now.
    """
    near, far = table.primary_key.columns
    there = sa.exists().where(near == near_id, far == far_id)
    pair = sa.select(sa.literal(near_id), sa.literal(far_id)).where(~there)
    written = ctx.connection.execute(
        table.insert().from_select([near.name, far.name], pair),
        execution_options={'preserve_rowcount': True},
    )
    return written.rowcount == 1


def _record(ctx, operation, parent, child, table):
    kind, association = _SPOKEN[table]
    record.paired(
        ctx,
        operation,
        record.group(parent.id, parent.name, parent.inventory_id),
        kind(child.id, child.name, child.inventory_id),
        association,
    )


def _created_with(ctx, subject, values, association, other):
    """Record that a row was made in, or with, another one."""
    record.created(
        ctx,
        subject,
        {
            **values,
            'host_inventory_id': subject.inventory_id,
            association: [other.id],
        },
    )
