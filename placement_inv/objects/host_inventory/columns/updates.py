"""The columns of inventory updates; no client writes them."""

import dataclasses

from placement_inv.objects.host_inventory.columns import sources
from placement_inv.objects.host_inventory.columns.column import Column

#: The settings that the source had when the update started; before that, those
#: that it had at the launch.
SETTINGS = tuple(
    dataclasses.replace(column, writable=False) for column in sources.SETTINGS
)

COLUMNS = (
    Column('id', filterable=True),
    Column('inventory_source_id'),
    Column('host_inventory_id'),
    Column('name', filterable=True),
    Column('description', filterable=True),
    *SETTINGS,
    Column('launch_type', filterable=True),
    Column('status', filterable=True),
    # Jobs read it; no body shows it.
    Column('cancel_requested', read=False),
    # Those who choose the update that starts next read it.
    Column('requested_after_id', read=False),
    Column('started_at'),
    Column('finished_at'),
    Column('canceled_at'),
    Column('job_args'),
    Column('job_explanation', filterable=True),
    Column('result_traceback'),
    Column('counts'),
    Column('created_at'),
    Column('updated_at'),
)
