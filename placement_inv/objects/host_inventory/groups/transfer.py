"""Moves hosts and groups to another inventory, or deletes them from one."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import names
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children
_source_hosts = tables.host_inventory.inventory_source_hosts
_source_groups = tables.host_inventory.inventory_source_groups

#: The associations of a row with rows of its old inventory.
_TIES = {
    host.MODEL: (_members.c.host_id, _source_hosts.c.host_id),
    group.MODEL: (
        _members.c.group_id,
        _children.c.parent_id,
        _children.c.child_id,
        _source_groups.c.group_id,
    ),
}


_SUBJECTS = {host.MODEL: audit_log.host, group.MODEL: audit_log.group}


@transactions.writer
def move_host_into(ctx, inventory_key, host_id):
    """Move a host into an inventory, and out of all its groups.

    Raises NoMatch, NoSuchRelated, NotForKind, NameTaken or AlreadyExists.
    """
    _move(ctx, inventory_key, _hosts, host_id, host.MODEL)


@transactions.writer
def move_group_into(ctx, inventory_key, group_id):
    """Move a group into an inventory, without its hosts and other groups.

    Raises as `move_host_into` does.
    """
    _move(ctx, inventory_key, _groups, group_id, group.MODEL)


@transactions.writer
def delete_host_from(ctx, inventory_key, host_id):
    """Delete a host if it is in the inventory.

    Raises NoMatch, NoSuchRelated, ConstructedHost or Busy.
    """
    inventory = membership.find_inventory(ctx, inventory_key)
    place = _find_inventory_id(ctx, _hosts, host_id, host.MODEL)
    if place.inventory_id == inventory.id:
        if not inventory_kinds.KINDS[inventory.kind].deletes_hosts:
            raise errors.ConstructedHost()
        running_updates.refuse_while_active(
            ctx, _inventories.c.id == inventory.id
        )
        if rows.delete(ctx, _hosts, host_id):
            audit_log.record_deletion(
                ctx, audit_log.host(host_id, place.name, inventory.id)
            )


@transactions.writer
def delete_group_from(ctx, inventory_key, group_id):
    """Delete a group, but no rows below it, if it is in the inventory."""
    inventory = membership.find_inventory(ctx, inventory_key)
    place = _find_inventory_id(ctx, _groups, group_id, group.MODEL)
    is_there = place.inventory_id == inventory.id
    if is_there and rows.delete(ctx, _groups, group_id):
        audit_log.record_deletion(
            ctx, audit_log.group(group_id, place.name, inventory.id)
        )


@transactions.writer
def delete_group_alone(ctx, group_key):
    """Delete a group, but no rows below it."""
    row = group.find_row(ctx, group_key)
    if rows.delete(ctx, _groups, row['id']):
        audit_log.record_deletion(ctx, group.subject(row))


def _move(ctx, inventory_key, table, row_id, model):
    inventory = membership.find_inventory(ctx, inventory_key)
    place = _find_inventory_id(ctx, table, row_id, model)
    if place.inventory_id == inventory.id:
        return
    membership.refuse_unless_accepted(inventory, model)
    membership.lock(ctx, (inventory.id, place.inventory_id))
    _refuse_clash(ctx, inventory.id, place.name, model)
    for tie in _TIES[model]:
        ctx.connection.execute(tie.table.delete().where(tie == row_id))
    with rows.unique(model):
        rows.update(ctx, table, row_id, {'host_inventory_id': inventory.id})
    audit_log.record_change(
        ctx,
        _SUBJECTS[model](row_id, place.name, inventory.id),
        {'host_inventory_id': place.inventory_id},
        {'host_inventory_id': inventory.id},
        # The old inventory lists the entry, too.
        audit_log.inventory(place.inventory_id),
    )


def _find_inventory_id(ctx, table, row_id, model):
    row = ctx.connection.execute(
        sa.select(
            table.c.host_inventory_id.label('inventory_id'), table.c.name
        ).where(table.c.id == row_id)
    ).first()
    if row is None:
        raise errors.NoSuchRelated(model=model)
    return row


def _refuse_clash(ctx, inventory_id, name, model):
    if model == host.MODEL:
        names.refuse_if_group(ctx, inventory_id, name)
    else:
        names.refuse_if_host(ctx, inventory_id, name)
