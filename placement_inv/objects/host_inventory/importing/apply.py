"""Writes the plan of a load, many rows with each statement."""

import json

from placement_inv.db import tables
from placement_inv.objects.host_inventory.common import bulk_writes
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.importing import reading

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children
_source_hosts = tables.host_inventory.inventory_source_hosts
_source_groups = tables.host_inventory.inventory_source_groups


def apply(ctx, inventory_id, source_id, current, plan):
    """Write a plan; the caller has locked the inventory.

    `current` is the CurrentState that the plan was made from. Raises
    ConcurrentUpdate if a row that the plan changes was changed since then.
    """
    if plan.writes_nothing:
        return
    if plan.variables is not None:
        text = _to_text(plan.variables)
        rows.update(ctx, _inventories, inventory_id, {'variables': text})
    _delete(ctx, plan)
    _update(ctx, current, plan)
    _insert(ctx, inventory_id, plan)
    _link(ctx, inventory_id, source_id, plan)


def _delete(ctx, plan):
    for table, ids in (
        (_hosts, plan.deleted_hosts),
        (_groups, plan.deleted_groups),
    ):
        for batch in rows.batches(ids):
            ctx.connection.execute(table.delete().where(table.c.id.in_(batch)))
    _delete_pairs(ctx, _members.c.group_id, _members.c.host_id, plan.members)
    _delete_pairs(
        ctx, _children.c.parent_id, _children.c.child_id, plan.children
    )


def _delete_pairs(ctx, one, other, links):
    bulk_writes.delete_pairs(
        ctx,
        one,
        other,
        [
            (near, far)
            for near, all_of in links.removals.items()
            for far in all_of
        ],
    )


def _update(ctx, current, plan):
    hosts = {host.id: host for host in current.hosts}
    groups = {group.id: group for group in current.groups}
    _advance_generations(ctx, _hosts, hosts, plan.changed_hosts)
    _advance_generations(ctx, _groups, groups, plan.changed_groups)
    # Hosts may swap names, which are unique: first free all old names.
    bulk_writes.change(
        ctx,
        _hosts,
        [
            (host.id, {'name': f'\x01{host.id}'})
            for host in plan.changed_hosts
            if host.renamed_from is not None
        ],
    )
    bulk_writes.change(
        ctx,
        _hosts,
        [
            (host.id, _find_changes(hosts[host.id], host))
            for host in plan.changed_hosts
        ],
    )
    bulk_writes.change(
        ctx,
        _groups,
        [
            (group.id, {'variables': _to_text(group.variables)})
            for group in plan.changed_groups
        ],
    )


def _advance_generations(ctx, table, current_rows, changed_ids):
    bulk_writes.advance(
        ctx,
        table,
        {row.id: current_rows[row.id].generation for row in changed_ids},
    )


def _find_changes(current_row, host):
    """Return {column: new value} of the columns that change."""
    values_before = _list_columns(current_row)
    changes = {
        name: value
        for name, value in _list_columns(host).items()
        if value != values_before[name]
    }
    if host.variables is not None:
        changes['variables'] = _to_text(host.variables)
    return changes


def _list_columns(host):
    return {
        'name': host.name,
        'enabled': host.is_enabled,
        'instance_id': host.instance_id,
    }


def _to_text(mapping):
    """Return the text in which variables are stored.

    PERF: the values come from JSON or from an accepted text, so JSON can hold
    them. `variables.to_text` would check each of them again.
    """
    return json.dumps(mapping)


def _insert(ctx, inventory_id, plan):
    bulk_writes.insert(
        ctx,
        _hosts,
        [
            {
                'host_inventory_id': inventory_id,
                'name': host.name,
                'description': host.description,
                'variables': _to_text(host.variables),
                'enabled': host.is_enabled,
                'instance_id': host.instance_id,
            }
            for host in plan.new_hosts
        ],
    )
    bulk_writes.insert(
        ctx,
        _groups,
        [
            {
                'host_inventory_id': inventory_id,
                'name': group.name,
                'description': group.description,
                'variables': _to_text(group.variables),
            }
            for group in plan.new_groups
        ],
    )


def _link(ctx, inventory_id, source_id, plan):
    hosts = reading.find_ids_by_name(ctx, _hosts, inventory_id)
    groups = reading.find_ids_by_name(ctx, _groups, inventory_id)
    _insert_pairs(
        ctx, _members, 'group_id', groups, 'host_id', hosts, plan.members
    )
    _insert_pairs(
        ctx, _children, 'parent_id', groups, 'child_id', groups, plan.children
    )
    new_hosts = [hosts[host.name] for host in plan.new_hosts]
    new_groups = [groups[group.name] for group in plan.new_groups]
    _track(
        ctx,
        _source_hosts.c.host_id,
        source_id,
        [*plan.adopted_hosts, *new_hosts],
    )
    _track(
        ctx,
        _source_groups.c.group_id,
        source_id,
        [*plan.adopted_groups, *new_groups],
    )


def _insert_pairs(ctx, table, near, near_ids, far, far_ids, links):
    bulk_writes.insert(
        ctx,
        table,
        [
            {near: near_ids[name], far: far_ids[other]}
            for name, others in links.additions.items()
            for other in others
        ],
    )


def _track(ctx, column, source_id, ids):
    bulk_writes.insert(
        ctx,
        column.table,
        [{'inventory_source_id': source_id, column.name: i} for i in ids],
    )
