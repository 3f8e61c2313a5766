"""Who is in what: hosts and groups come into groups and leave them.

The one the path names is found by its key (NoMatch); the one the body names
by its id (NoSuchRelated). Both lie in one inventory, which stays locked
meanwhile, so that no two writers close a cycle between them.
"""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.membership import group_closure
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.variables import text as variables

_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children


#: What is put into groups, and what the change record calls it.
_SPOKEN = {
    _members: (audit_log.host, 'hosts'),
    _children: (audit_log.group, 'children'),
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Member:
    id: int
    inventory_id: int
    name: str


@transactions.writer
def add_host(ctx, group_key, host_id):
    """Put a host into a group."""
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    child = _find_by_id(ctx, _hosts, host_id, host.MODEL)
    _lock_inventory(ctx, parent, child)
    _add(ctx, parent, child, _members)


@transactions.writer
def add_to_group(ctx, host_key, group_id):
    """Put the host that the path names into a group."""
    child = _find_by_key(ctx, _hosts, host_key, host.MODEL)
    parent = _find_by_id(ctx, _groups, group_id, group.MODEL)
    _lock_inventory(ctx, parent, child)
    _add(ctx, parent, child, _members)


@transactions.writer
def add_child(ctx, group_key, child_id):
    """Put a group below another; CyclicalGroups if it is above already."""
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    child = _find_by_id(ctx, _groups, child_id, group.MODEL)
    _lock_inventory(ctx, parent, child)
    if parent.id == child.id or _is_below(ctx, parent.id, child.id):
        raise errors.CyclicalGroups()
    _add(ctx, parent, child, _children)


@transactions.writer
def remove_host(ctx, group_key, host_id):
    """Take a host out of a group."""
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    child = _find_by_id(ctx, _hosts, host_id, host.MODEL)
    _remove(ctx, parent, child, _members)


@transactions.writer
def remove_from_group(ctx, host_key, group_id):
    """Take the host that the path names out of a group."""
    child = _find_by_key(ctx, _hosts, host_key, host.MODEL)
    parent = _find_by_id(ctx, _groups, group_id, group.MODEL)
    _remove(ctx, parent, child, _members)


@transactions.writer
def remove_child(ctx, group_key, child_id):
    """Take a group away from right below another."""
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    child = _find_by_id(ctx, _groups, child_id, group.MODEL)
    _remove(ctx, parent, child, _children)


@transactions.writer
def create_host_in_group(ctx, group_key, values):
    """Create a host in a group and return it.

    A host of that name which is there already comes into the group instead,
    if no variables are asked for; then the answer is None.
    """
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    membership.find_inventory(ctx, parent.inventory_id, rows.for_update)
    if not variables.parse(values['variables']):
        existing = _find_by_name(
            ctx, _hosts, parent.inventory_id, values['name']
        )
        if existing is not None:
            child = _Member(existing, parent.inventory_id, values['name'])
            _add(ctx, parent, child, _members)
            return None
    made = host.add(ctx, parent.inventory_id, values)
    _pair(ctx, _members, parent.id, made)
    subject = audit_log.host(made, values['name'], parent.inventory_id)
    _record_creation(ctx, subject, values, 'groups', parent)
    return host.get(ctx, made)


@transactions.writer
def create_group_of_host(ctx, host_key, values):
    """Create a group with a host in it and return it."""
    child = _find_by_key(ctx, _hosts, host_key, host.MODEL)
    made = group.add(ctx, child.inventory_id, values)
    _pair(ctx, _members, made, child.id)
    subject = audit_log.group(made, values['name'], child.inventory_id)
    _record_creation(ctx, subject, values, 'hosts', child)
    return group.get(ctx, made)


@transactions.writer
def create_child(ctx, group_key, values):
    """Create a group below another and return it."""
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    made = group.add(ctx, parent.inventory_id, values)
    _pair(ctx, _children, parent.id, made)
    subject = audit_log.group(made, values['name'], parent.inventory_id)
    _record_creation(ctx, subject, values, 'parents', parent)
    return group.get(ctx, made)


def _find_by_key(ctx, table, key, model):
    """Return where the row is that the path names."""
    row = ctx.connection.execute(
        sa.select(table.c.id, table.c.host_inventory_id, table.c.name).where(
            rows.matches_key(table, key)
        )
    ).first()
    if row is None:
        raise errors.NoMatch(model=model)
    return _Member(*row)


def _find_by_id(ctx, table, row_id, model):
    """Return where the row is that the body names."""
    try:
        return _find_by_key(ctx, table, row_id, model)
    except errors.NoMatch as error:
        raise errors.NoSuchRelated(model=model) from error


def _lock_inventory(ctx, parent, child):
    """Lock the one inventory that both are in."""
    if parent.inventory_id != child.inventory_id:
        raise errors.DifferentInventories()
    membership.find_inventory(ctx, parent.inventory_id, rows.for_update)


def _is_below(ctx, group_id, other_id):
    """Tell whether a group lies anywhere below another."""
    below = group_closure.select_below(other_id).subquery()
    found = ctx.connection.execute(
        sa.select(below.c.id).where(below.c.id == group_id)
    ).first()
    return found is not None


def _find_by_name(ctx, table, inventory_id, name):
    return ctx.connection.execute(
        sa.select(table.c.id).where(
            table.c.host_inventory_id == inventory_id, table.c.name == name
        )
    ).scalar()


def _add(ctx, parent, child, table):
    """Put a host or a group into a group, and say so if it was not there."""
    if _pair(ctx, table, parent.id, child.id):
        _record(ctx, audit_log.ASSOCIATE, parent, child, table)


def _remove(ctx, parent, child, table):
    """Take a host or a group out of a group, and say so if it was there."""
    near, far = table.primary_key.columns
    taken = ctx.connection.execute(
        table.delete().where(near == parent.id, far == child.id)
    )
    if taken.rowcount:
        _record(ctx, audit_log.DISASSOCIATE, parent, child, table)


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
    audit_log.append_pair(
        ctx,
        operation,
        audit_log.group(parent.id, parent.name, parent.inventory_id),
        kind(child.id, child.name, child.inventory_id),
        association,
    )


def _record_creation(ctx, subject, values, association, other):
    """Record that a row was made in, or with, another one."""
    audit_log.record_creation(
        ctx,
        subject,
        {
            **values,
            'host_inventory_id': subject.inventory_id,
            association: [other.id],
        },
    )
