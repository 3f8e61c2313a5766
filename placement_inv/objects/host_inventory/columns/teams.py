"""The columns of teams."""

from placement_inv.objects.host_inventory.columns.column import Column

COLUMNS = (
    Column('id', filterable=True),
    Column('organization_id', writable=True),
    Column('name', writable=True, filterable=True),
    Column('description', writable=True, filterable=True),
    Column('created_at'),
    Column('updated_at'),
)
