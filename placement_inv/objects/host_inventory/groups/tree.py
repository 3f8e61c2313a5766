"""The groups of an inventory, each with the groups below it."""

import collections
import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.tenancy import row_roles

_groups = tables.host_inventory.host_groups
_children = tables.host_inventory.host_group_children

#: The tree repeats a group below each parent, so it can grow exponentially.
_MAX_GROUPS = 20_000
#: JSON libraries limit the depth of documents.
_MAX_DEPTH = 100


@dataclasses.dataclass(frozen=True)
class Branch:
    """A group and the branches below it, ordered by name."""

    group: group.HostGroup
    children: tuple['Branch', ...]
    #: The number of groups in the branch, and its depth, itself included.
    size: int
    depth: int


@transactions.reader
def get(ctx, key):
    """Return the Branches of an inventory's root groups, ordered by name.

    Raises NoMatch or TreeTooLarge.
    """
    inventory = membership.find_inventory(ctx, key)
    select = membership.groups_of(inventory).with_only_columns(*group.COLUMNS)
    select = row_roles.add_columns(ctx, select, _groups)
    rows = (
        ctx.connection.execute(select.order_by(_groups.c.name))
        .mappings()
        .all()
    )
    row_roles.remember(ctx, _groups, rows)
    groups = group.groups_from(ctx, rows)
    return _build(groups, _edges(ctx, inventory))


def _edges(ctx, inventory):
    return ctx.connection.execute(
        sa.select(_children.c.parent_id, _children.c.child_id)
        .join_from(_children, _groups, _children.c.child_id == _groups.c.id)
        .where(_groups.c.host_inventory_id == inventory.id)
    ).all()


def _build(groups, edges):
    """Return the branches of the groups without a parent.

    It builds them from the leaves up, without recursion.
    """
    parents_of, children_left = collections.defaultdict(list), {}
    for parent, child in edges:
        parents_of[child].append(parent)
        children_left[parent] = children_left.get(parent, 0) + 1
    place = {group.id: number for number, group in enumerate(groups)}
    groups_by_id = {group.id: group for group in groups}
    children = collections.defaultdict(list)
    ready = [group.id for group in groups if group.id not in children_left]
    roots = []
    while ready:
        group_id = ready.pop()
        below = sorted(
            children.pop(group_id, ()), key=lambda b: place[b.group.id]
        )
        branch = _branch(groups_by_id[group_id], below)
        if not parents_of[group_id]:
            roots.append(branch)
        for parent in parents_of[group_id]:
            children[parent].append(branch)
            children_left[parent] -= 1
            if not children_left[parent]:
                ready.append(parent)
    _check(sum(root.size for root in roots), 0)
    return sorted(roots, key=lambda branch: place[branch.group.id])


def _branch(group, below):
    size = 1 + sum(child.size for child in below)
    depth = 1 + max((child.depth for child in below), default=0)
    _check(size, depth)
    return Branch(group, tuple(below), size, depth)


def _check(size, depth):
    if size > _MAX_GROUPS:
        raise errors.TreeTooLarge(
            reason=f'more than {_MAX_GROUPS} groups written out'
        )
    if depth > _MAX_DEPTH:
        raise errors.TreeTooLarge(
            reason=f'groups nested deeper than {_MAX_DEPTH} levels'
        )
