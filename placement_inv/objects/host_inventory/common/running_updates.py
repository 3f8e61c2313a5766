"""Refuses changes of rows that an unfinished update uses."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors

_inventories = tables.host_inventory.host_inventories
_updates = tables.host_inventory.inventory_updates

PENDING = 'pending'
RUNNING = 'running'
#: The statuses of updates that did not start yet.
QUEUED = ('new', PENDING, 'waiting')
ACTIVE = (*QUEUED, RUNNING)
FAILED = ('failed', 'error', 'canceled')


def refuse_while_active(ctx, which_inventories):
    """Raise Busy if an update of some inventories is unfinished.

    `which_inventories` is a condition on the table of inventories.
    """
    ids = sa.select(_inventories.c.id).where(which_inventories)
    _refuse_while_any(ctx, _updates.c.host_inventory_id.in_(ids))


def refuse_while_updating(ctx, source_id):
    """Raise Busy if an update of a source is unfinished."""
    _refuse_while_any(ctx, _updates.c.inventory_source_id == source_id)


def _refuse_while_any(ctx, which_updates):
    active = ctx.connection.execute(
        sa.select(_updates.c.id)
        .where(which_updates, _updates.c.status.in_(ACTIVE))
        .order_by(_updates.c.id)
    ).scalars()
    jobs = [
        {'id': update_id, 'type': 'inventory_update'} for update_id in active
    ]
    if jobs:
        raise errors.Busy(active_jobs=jobs)
