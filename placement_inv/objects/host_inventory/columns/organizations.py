"""The columns of organizations."""

from placement_inv.objects.host_inventory.columns.column import Column

COLUMNS = (
    Column('id', filterable=True),
    Column('name', writable=True, filterable=True),
    Column('description', writable=True, filterable=True),
    Column('max_hosts', writable=True, filterable=True),
    Column('project_id', writable=True, filterable=True),
    Column('domain_id', writable=True, filterable=True),
    Column('created_at'),
    Column('updated_at'),
)
