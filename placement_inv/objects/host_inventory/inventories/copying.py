"""Copies inventories, inside the database."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    groups as group_columns,
)
from placement_inv.objects.host_inventory.columns import hosts as host_columns
from placement_inv.objects.host_inventory.columns import (
    inventories as inventory_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import soft_deletion
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import roles

_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_members = tables.host_inventory.host_group_hosts
_children = tables.host_inventory.host_group_children

_INVENTORY_COLUMNS = columns.copyable(inventory_columns.COLUMNS)


@transactions.writer
def copy(ctx, key, name, hides_pending=False):
    """Copy an inventory with its hosts and groups; return the copy.

    Sources and facts are not copied: they describe the original hosts. The
    number of statements does not depend on the number of hosts. Raises
    NoMatch, AlreadyPending, AlreadyExists, or RoleRequired for a caller who
    may not add inventories to the organization.
    """
    row = _lock_row(ctx, key)
    if not role_checks.require_on_organization(
        ctx, row['organization_id'], roles.INVENTORY_ADMIN
    ):
        # The caller reads the inventory, but not its organization.
        raise errors.RoleRequired()
    if hides_pending:
        soft_deletion.release_name(ctx, name, row['organization_id'])
    copy_id = host_inventory.add(
        ctx, {'name': name, **{each: row[each] for each in _INVENTORY_COLUMNS}}
    )
    audit_log.record_creation(
        ctx,
        audit_log.inventory(copy_id, name),
        {'name': name, 'copy_of': row['id']},
    )
    kind = inventory_kinds.KINDS[row['kind']]
    COPY[kind.copies](ctx, row['id'], copy_id, name)
    return host_inventory.get(ctx, copy_id, hides_pending)


def _copy_hosts_and_groups(ctx, inventory_id, copy_id, _name):
    for table, of_noun in (
        (_hosts, host_columns.COLUMNS),
        (_groups, group_columns.COLUMNS),
    ):
        _copy_rows(
            ctx, table, columns.copyable(of_noun), inventory_id, copy_id
        )
    for near, far, far_table in (
        (_members.c.group_id, _members.c.host_id, _hosts),
        (_children.c.parent_id, _children.c.child_id, _groups),
    ):
        _copy_pairs(ctx, near, far, far_table, inventory_id, copy_id)


COPY = {
    inventory_kinds.Contents.ROWS: _copy_hosts_and_groups,
    # The first update of the copy creates its hosts.
    inventory_kinds.Contents.INPUTS: constructed.copy,
}


def _lock_row(ctx, key):
    select = sa.select(
        _inventories.c.id,
        _inventories.c.pending_deletion,
        *(_inventories.c[name] for name in _INVENTORY_COLUMNS),
    ).where(rows.matches_key(_inventories, key))
    row = rows.find_one(
        ctx, select, host_inventory.MODEL, rows.for_update, roles.READ
    )
    if row['pending_deletion']:
        raise errors.AlreadyPending()
    return row


def _copy_rows(ctx, table, names, inventory_id, copy_id):
    common_columns = {
        'host_inventory_id': copy_id,
        **authors.creation_columns(ctx),
    }
    select = (
        sa.select(
            *(
                sa.literal(value, table.c[name].type)
                for name, value in common_columns.items()
            ),
            *(table.c[name] for name in names),
        )
        .where(table.c.host_inventory_id == inventory_id)
        .order_by(table.c.id)
    )
    ctx.connection.execute(
        table.insert().from_select([*common_columns, *names], select)
    )


def _copy_pairs(ctx, near, far, far_table, inventory_id, copy_id):
    """Copy the pairs of a table; the copies of rows are found by name."""
    table = near.table
    old_near, new_near = _groups.alias(), _groups.alias()
    old_far, new_far = far_table.alias(), far_table.alias()
    select = (
        sa.select(new_near.c.id, new_far.c.id)
        .select_from(table)
        .join(old_near, old_near.c.id == near)
        .join(new_near, _is_copy(new_near, old_near, copy_id))
        .join(old_far, old_far.c.id == far)
        .join(new_far, _is_copy(new_far, old_far, copy_id))
        .where(old_near.c.host_inventory_id == inventory_id)
    )
    ctx.connection.execute(
        table.insert().from_select([near.name, far.name], select)
    )


def _is_copy(new, old, copy_id):
    return sa.and_(
        new.c.host_inventory_id == copy_id, new.c.name == old.c.name
    )
