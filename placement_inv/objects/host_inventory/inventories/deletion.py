"""Deletes inventories in the background, in many small transactions.

The rows that still exist are the work that is left, so a worker can continue
the deletion of a worker that died.
"""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects import job
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates

#: The task in `jobs` that deletes inventories.
TASK = 'delete_host_inventories'

#: Rows that one transaction deletes, without those that refer to them.
BATCH = 1000

_CAUSE = 'failed because of an error in the service; see its log.'
#: What clients see; the details are in the log only.
RETRY_MESSAGE = f'An attempt {_CAUSE} Another attempt follows.'
_FAILED = (
    f'The deletion {_CAUSE} It is tried again within an hour; delete the '
    'inventory again to continue at once.'
)

_organizations = tables.host_inventory.organizations
_inventories = tables.host_inventory.host_inventories
_hosts = tables.host_inventory.hosts
_groups = tables.host_inventory.host_groups
_updates = tables.host_inventory.inventory_updates
_events = tables.host_inventory.inventory_update_events

#: The condition on inventories that they are being deleted.
_IS_IN_PROGRESS = sa.and_(
    _inventories.c.pending_deletion, _inventories.c.deletion_error.is_(None)
)


@transactions.writer
def schedule(ctx, key, precondition=generations.ANY):
    """Start to delete an inventory, or continue a deletion that failed.

    Raises NoMatch, AlreadyPending, Busy while an update is active, and
    StaleGeneration or PreconditionFailed.
    """
    row = rows.find(
        ctx, _inventories, key, 'Inventory', ('id', 'name'), rows.for_delete
    )
    inventory_id = row['id']
    generations.check(ctx, _inventories, inventory_id, precondition)
    is_inventory = _inventories.c.id == inventory_id
    if ctx.connection.execute(
        sa.select(_inventories.c.id).where(is_inventory, _IS_IN_PROGRESS)
    ).first():
        raise errors.AlreadyPending()
    running_updates.refuse_while_active(ctx, is_inventory)
    _start(ctx, [inventory_id])
    audit_log.record_change(
        ctx,
        audit_log.inventory(row['id'], row['name']),
        {'pending_deletion': False},
        {'pending_deletion': True},
    )


@transactions.writer
def schedule_organization(ctx, key):
    """Delete an organization, and start to delete its inventories.

    Raises NoMatch, and Busy while an update is active.
    """
    organization_row = rows.find(
        ctx,
        _organizations,
        key,
        'Organization',
        ('id', 'name'),
        rows.for_delete,
    )
    organization_id = organization_row['id']
    is_in_organization = _inventories.c.organization_id == organization_id
    inventory_rows = ctx.connection.execute(
        rows.for_delete(
            sa.select(_inventories.c.id, _IS_IN_PROGRESS.label('on_its_way'))
            .where(is_in_organization)
            .order_by(_inventories.c.id)
        )
    ).all()
    running_updates.refuse_while_active(ctx, is_in_organization)
    ctx.connection.execute(
        _inventories.update()
        .where(is_in_organization)
        .values(organization_id=None, generation=_inventories.c.generation + 1)
    )
    new_ids = [row.id for row in inventory_rows if not row.on_its_way]
    _start(ctx, new_ids)
    rows.delete(ctx, _organizations, organization_id)
    subject = audit_log.organization(organization_id, organization_row['name'])
    audit_log.record_deletion(ctx, subject, inventories=new_ids)


@transactions.writer
def delete_some(ctx, inventory_id):
    """Delete a batch of rows of an inventory; return False if none is left.

    Rows that were moved to another inventory meanwhile are not deleted.
    """
    for table, within in _list_contents(inventory_id):
        ids = ctx.connection.scalars(
            sa.select(table.c.id)
            .where(within)
            .order_by(table.c.id)
            .limit(BATCH)
        ).all()
        if ids:
            ctx.connection.execute(
                table.delete().where(table.c.id.in_(ids), within)
            )
            return True
    return False


@transactions.writer
def delete_empty(ctx, inventory_id):
    """Delete an empty inventory; return False if it still has rows.

    True also if the inventory was deleted before.
    """
    row = ctx.connection.execute(
        rows.for_delete(
            sa.select(
                _inventories.c.id,
                _inventories.c.name,
                _inventories.c.organization_id,
            ).where(
                _inventories.c.id == inventory_id,
                _inventories.c.pending_deletion,
            )
        )
    ).first()
    if row is None:
        return True
    if ctx.connection.scalar(
        sa.select(
            sa.or_(
                *(
                    sa.exists().select_from(table).where(within)
                    for table, within in _list_contents(inventory_id)
                )
            )
        )
    ):
        return False
    rows.delete(ctx, _inventories, inventory_id)
    audit_log.record_deletion(ctx, audit_log.inventory(*row))
    return True


@transactions.writer
def give_up(ctx, _error, host_inventory_ids, hosts_left):
    """Handle a failed attempt: try again if it deleted hosts, else stop."""
    left = _count_hosts(ctx, host_inventory_ids)
    goes_on = left < hosts_left
    if goes_on:
        _enqueue(ctx, host_inventory_ids, left)
    ctx.connection.execute(
        _inventories.update()
        .where(
            _inventories.c.id.in_(host_inventory_ids),
            _inventories.c.pending_deletion,
        )
        .values(
            deletion_failures=_inventories.c.deletion_failures + 1,
            deletion_error=None if goes_on else _FAILED,
        )
    )


@transactions.writer
def try_again(ctx):
    """Continue deletions that failed; return the ids of the inventories.

    Each gets a job of its own, so that another failure affects no others.
    """
    failed_ids = ctx.connection.scalars(
        rows.for_update(
            sa.select(_inventories.c.id)
            .where(
                _inventories.c.pending_deletion,
                _inventories.c.deletion_error.is_not(None),
            )
            .order_by(_inventories.c.id)
            .limit(BATCH)
        )
    ).all()
    for inventory_id in failed_ids:
        _enqueue(ctx, [inventory_id], _count_hosts(ctx, [inventory_id]))
    if failed_ids:
        ctx.connection.execute(
            _inventories.update()
            .where(_inventories.c.id.in_(failed_ids))
            .values(deletion_error=None)
        )
    return failed_ids


def _start(ctx, inventory_ids):
    for batch in rows.batches(inventory_ids):
        ctx.connection.execute(
            _inventories.update()
            .where(_inventories.c.id.in_(batch))
            .values(
                pending_deletion=True,
                deletion_started_at=base.utcnow(),
                deletion_error=None,
                deletion_failures=0,
                generation=_inventories.c.generation + 1,
            )
        )
        _enqueue(ctx, batch, _count_hosts(ctx, batch))


def _enqueue(ctx, inventory_ids, hosts_left):
    job.enqueue(
        ctx,
        TASK,
        {'host_inventory_ids': inventory_ids, 'hosts_left': hosts_left},
    )


def _count_hosts(ctx, inventory_ids):
    return ctx.connection.scalar(
        sa.select(sa.func.count()).where(
            _hosts.c.host_inventory_id.in_(inventory_ids)
        )
    )


def _list_contents(inventory_id):
    """Return (large table, condition on its rows in the inventory) pairs.

    The database deletes rows of other tables with the inventory's row.
    """
    updates = sa.select(_updates.c.id).where(
        _updates.c.host_inventory_id == inventory_id
    )
    return (
        (_hosts, _hosts.c.host_inventory_id == inventory_id),
        (_groups, _groups.c.host_inventory_id == inventory_id),
        (_events, _events.c.inventory_update_id.in_(updates)),
    )
