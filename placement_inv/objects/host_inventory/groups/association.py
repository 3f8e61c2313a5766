"""Memberships: adds hosts and groups to groups, and removes them.

A request names one of the two rows in its path and the other one in its
body. The row of the path is found by its key (NoMatch), the row of the body
by its id (NoSuchRelated). Both rows are in one inventory, which stays locked
until the transaction ends, so that no two writers close a cycle together.
"""

from collections.abc import Callable
import dataclasses
import enum

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


class InPath(enum.Enum):
    """Which of the two rows of a membership the path of a request names."""

    GROUP = enum.auto()
    MEMBER = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class _Relation:
    """One of the two tables that say what is in a group."""

    #: The pairs; the id of the group is the first column of their key.
    table: sa.Table
    #: The table of the members, and their model.
    members: sa.Table
    model: str
    #: What the audit log calls a member, and all members of a group.
    subject: Callable[[int, str, int], audit_log.Subject]
    name: str


_HOSTS_OF_GROUP = _Relation(
    _members, _hosts, host.MODEL, audit_log.host, 'hosts'
)
_CHILDREN_OF_GROUP = _Relation(
    _children, _groups, group.MODEL, audit_log.group, 'children'
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    id: int
    inventory_id: int
    name: str


@transactions.writer
def add_host(ctx, group_key, host_key, in_path=InPath.GROUP):
    """Put a host into a group.

    Raises NoMatch, NoSuchRelated or DifferentInventories.
    """
    parent, child = _find_pair(
        ctx, _HOSTS_OF_GROUP, group_key, host_key, in_path
    )
    _lock_inventory(ctx, parent, child)
    _add(ctx, _HOSTS_OF_GROUP, parent, child)


@transactions.writer
def add_child(ctx, group_key, child_id):
    """Put a group below another.

    Raises NoMatch, NoSuchRelated, DifferentInventories, or CyclicalGroups if
    the child is above the other group.
    """
    parent, child = _find_pair(ctx, _CHILDREN_OF_GROUP, group_key, child_id)
    _lock_inventory(ctx, parent, child)
    if parent.id == child.id or _is_below(ctx, parent.id, child.id):
        raise errors.CyclicalGroups()
    _add(ctx, _CHILDREN_OF_GROUP, parent, child)


@transactions.writer
def remove_host(ctx, group_key, host_key, in_path=InPath.GROUP):
    """Take a host out of a group; nothing happens if it is not in it."""
    parent, child = _find_pair(
        ctx, _HOSTS_OF_GROUP, group_key, host_key, in_path
    )
    _remove(ctx, _HOSTS_OF_GROUP, parent, child)


@transactions.writer
def remove_child(ctx, group_key, child_id):
    """Take a group away from right below another."""
    parent, child = _find_pair(ctx, _CHILDREN_OF_GROUP, group_key, child_id)
    _remove(ctx, _CHILDREN_OF_GROUP, parent, child)


@transactions.writer
def create_host_in_group(ctx, group_key, values):
    """Create a host in a group and return it.

    Without variables in the request, an existing host of that name is put
    into the group instead, and None is returned. Raises as `host.add` does.
    """
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    membership.find_inventory(ctx, parent.inventory_id, rows.for_update)
    if not variables.parse(values['variables']):
        existing = _find_by_name(
            ctx, _hosts, parent.inventory_id, values['name']
        )
        if existing is not None:
            child = _Row(existing, parent.inventory_id, values['name'])
            _add(ctx, _HOSTS_OF_GROUP, parent, child)
            return None
    host_id = host.add(ctx, parent.inventory_id, values)
    _pair(ctx, _members, parent.id, host_id)
    subject = audit_log.host(host_id, values['name'], parent.inventory_id)
    _record_creation(ctx, subject, values, 'groups', parent)
    return host.get(ctx, host_id)


@transactions.writer
def create_group_of_host(ctx, host_key, values):
    """Create a group with a host in it and return it."""
    child = _find_by_key(ctx, _hosts, host_key, host.MODEL)
    group_id = group.add(ctx, child.inventory_id, values)
    _pair(ctx, _members, group_id, child.id)
    subject = audit_log.group(group_id, values['name'], child.inventory_id)
    _record_creation(ctx, subject, values, 'hosts', child)
    return group.get(ctx, group_id)


@transactions.writer
def create_child(ctx, group_key, values):
    """Create a group below another and return it."""
    parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
    child_id = group.add(ctx, parent.inventory_id, values)
    _pair(ctx, _children, parent.id, child_id)
    subject = audit_log.group(child_id, values['name'], parent.inventory_id)
    _record_creation(ctx, subject, values, 'parents', parent)
    return group.get(ctx, child_id)


def _find_pair(ctx, relation, group_key, member_key, in_path=InPath.GROUP):
    """Return the rows of a group and of a member.

    The row of the path is read first, so that its error has precedence.
    """
    if in_path is InPath.GROUP:
        parent = _find_by_key(ctx, _groups, group_key, group.MODEL)
        return parent, _find_by_id(
            ctx, relation.members, member_key, relation.model
        )
    child = _find_by_key(ctx, relation.members, member_key, relation.model)
    return _find_by_id(ctx, _groups, group_key, group.MODEL), child


def _find_by_key(ctx, table, key, model):
    """Return the _Row of a key in the path; NoMatch without one."""
    names = ('id', 'host_inventory_id', 'name')
    row = rows.find(ctx, table, key, model, names)
    return _Row(*(row[name] for name in names))


def _find_by_id(ctx, table, row_id, model):
    """Return the _Row of an id in the body; NoSuchRelated without one."""
    try:
        return _find_by_key(ctx, table, row_id, model)
    except errors.NoMatch as error:
        raise errors.NoSuchRelated(model=model) from error


def _lock_inventory(ctx, parent, child):
    """Lock the inventory of both rows; DifferentInventories if they differ."""
    if parent.inventory_id != child.inventory_id:
        raise errors.DifferentInventories()
    membership.find_inventory(ctx, parent.inventory_id, rows.for_update)


def _is_below(ctx, group_id, other_id):
    """Tell whether a group lies anywhere below another."""
    below = group_closure.select_below(other_id).subquery()
    row = ctx.connection.execute(
        sa.select(below.c.id).where(below.c.id == group_id)
    ).first()
    return row is not None


def _find_by_name(ctx, table, inventory_id, name):
    return ctx.connection.execute(
        sa.select(table.c.id).where(
            table.c.host_inventory_id == inventory_id, table.c.name == name
        )
    ).scalar()


def _add(ctx, relation, parent, child):
    """Put a member into a group, and record it if it was not in the group."""
    if _pair(ctx, relation.table, parent.id, child.id):
        _record(ctx, audit_log.ASSOCIATE, relation, parent, child)


def _remove(ctx, relation, parent, child):
    """Take a member out of a group, and record it if it was in the group."""
    near, far = relation.table.primary_key.columns
    result = ctx.connection.execute(
        relation.table.delete().where(near == parent.id, far == child.id)
    )
    if result.rowcount:
        _record(ctx, audit_log.DISASSOCIATE, relation, parent, child)


def _pair(ctx, table, near_id, far_id):
    """Insert a pair if it is missing, and tell whether it was.

    The caller has locked the inventory, so no other transaction inserts it.
    """
    near, far = table.primary_key.columns
    exists = sa.exists().where(near == near_id, far == far_id)
    pair = sa.select(sa.literal(near_id), sa.literal(far_id)).where(~exists)
    result = ctx.connection.execute(
        table.insert().from_select([near.name, far.name], pair),
        execution_options={'preserve_rowcount': True},
    )
    return result.rowcount == 1


def _record(ctx, operation, relation, parent, child):
    audit_log.append_pair(
        ctx,
        operation,
        audit_log.group(parent.id, parent.name, parent.inventory_id),
        relation.subject(child.id, child.name, child.inventory_id),
        relation.name,
    )


def _record_creation(ctx, subject, values, association, other):
    """Record that a row was created together with a membership."""
    audit_log.record_creation(
        ctx,
        subject,
        {
            **values,
            'host_inventory_id': subject.inventory_id,
            association: [other.id],
        },
    )
