"""Reads the rows of an inventory for a load."""

import collections

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.importing import current_state

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children
_source_hosts = tables.host_inventory.inventory_source_hosts
_source_groups = tables.host_inventory.inventory_source_groups


def read(ctx, inventory_id, source_id):
    """Return the CurrentState of an inventory, in seven statements.

    The caller has locked the inventory, so that names, memberships and links
    cannot change. Generations show whether other columns change meanwhile.
    """
    return current_state.CurrentState(
        variables=_read_variables(ctx, inventory_id),
        hosts=_read_hosts(ctx, inventory_id),
        groups=_read_groups(ctx, inventory_id),
        members=_read_pairs(
            ctx, inventory_id, _members.c.group_id, _members.c.host_id
        ),
        children=_read_pairs(
            ctx, inventory_id, _children.c.parent_id, _children.c.child_id
        ),
        tracked_hosts=_read_tracked_ids(
            ctx, source_id, _source_hosts.c.host_id
        ),
        tracked_groups=_read_tracked_ids(
            ctx, source_id, _source_groups.c.group_id
        ),
    )


def find_ids_by_name(ctx, table, inventory_id):
    """Return {name: id} of the hosts or groups of an inventory."""
    rows = ctx.connection.execute(
        sa.select(table.c.name, table.c.id).where(
            table.c.host_inventory_id == inventory_id
        )
    )
    return {name: row_id for name, row_id in rows}


def _read_variables(ctx, inventory_id):
    return ctx.connection.execute(
        sa.select(_inventories.c.variables).where(
            _inventories.c.id == inventory_id
        )
    ).scalar_one()


def _read_hosts(ctx, inventory_id):
    rows = ctx.connection.execute(
        sa.select(
            _hosts.c.id,
            _hosts.c.name,
            _hosts.c.variables,
            _hosts.c.enabled,
            _hosts.c.instance_id,
            _hosts.c.generation,
        )
        .where(_hosts.c.host_inventory_id == inventory_id)
        .order_by(_hosts.c.id)
    )
    return [current_state.StoredHost(*row) for row in rows]


def _read_groups(ctx, inventory_id):
    rows = ctx.connection.execute(
        sa.select(
            _groups.c.id,
            _groups.c.name,
            _groups.c.variables,
            _groups.c.generation,
        )
        .where(_groups.c.host_inventory_id == inventory_id)
        .order_by(_groups.c.id)
    )
    return [current_state.StoredGroup(*row) for row in rows]


def _read_pairs(ctx, inventory_id, near, far):
    """Return {near: set of far} of the groups of an inventory."""
    rows = ctx.connection.execute(
        sa.select(near, far)
        .join(_groups, _groups.c.id == near)
        .where(_groups.c.host_inventory_id == inventory_id)
    )
    pairs = collections.defaultdict(set)
    for one, other in rows:
        pairs[one].add(other)
    return dict(pairs)


def _read_tracked_ids(ctx, source_id, column):
    return frozenset(
        ctx.connection.execute(
            sa.select(column).where(
                column.table.c.inventory_source_id == source_id
            )
        ).scalars()
    )
