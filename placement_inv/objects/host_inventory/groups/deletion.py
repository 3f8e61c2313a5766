"""Deletes a group with the groups and hosts that are in no other group."""

import collections

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.membership import group_closure
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)

_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children


@transactions.writer
def delete(ctx, key, precondition=generations.ANY):
    """Delete a group, and the groups and hosts that are only below it.

    A group below it is deleted if all its parents are; a host is deleted if
    all its groups are. Raises NoMatch, StaleGeneration or PreconditionFailed.
    """
    row = group.find_row(ctx, key)
    membership.find_inventory(ctx, row['host_inventory_id'], rows.for_update)
    generations.check(ctx, _groups, row['id'], precondition)
    group_ids = find_ids_to_delete(row['id'], _edges_below(ctx, row['id']))
    candidates, host_count = set(), 0
    for batch in rows.batches(group_ids):
        candidates.update(_hosts_in(ctx, batch))
        host_count += ctx.connection.execute(
            _groups.delete().where(_groups.c.id.in_(batch))
        ).rowcount
    if not host_count:
        # Another transaction deleted it before this one had the lock.
        raise errors.NoMatch(model=group.MODEL)
    hosts = sum(
        _delete_ungrouped(ctx, each) for each in rows.batches(candidates)
    )
    audit_log.record_deletion(
        ctx, group.subject(row), groups=len(group_ids), hosts=hosts
    )


def find_ids_to_delete(group_id, edges):
    """Return the ids of the groups to delete with a group, itself included.

    `edges` are all (parent, child) pairs whose child is below the group.
    """
    children = collections.defaultdict(list)
    parents_left = collections.Counter()
    for parent, child in edges:
        children[parent].append(child)
        parents_left[child] += 1
    group_ids, waiting = {group_id}, [group_id]
    while waiting:
        for child in children[waiting.pop()]:
            parents_left[child] -= 1
            if not parents_left[child] and child not in group_ids:
                group_ids.add(child)
                waiting.append(child)
    return group_ids


def _edges_below(ctx, group_id):
    return ctx.connection.execute(
        sa.select(_children.c.parent_id, _children.c.child_id).where(
            _children.c.child_id.in_(group_closure.select_below(group_id))
        )
    ).all()


def _hosts_in(ctx, group_ids):
    return ctx.connection.execute(
        sa.select(_members.c.host_id)
        .distinct()
        .where(_members.c.group_id.in_(group_ids))
    ).scalars()


def _delete_ungrouped(ctx, host_ids):
    return ctx.connection.execute(
        _hosts.delete()
        .where(_hosts.c.id.in_(host_ids))
        .where(~sa.exists().where(_members.c.host_id == _hosts.c.id))
    ).rowcount
