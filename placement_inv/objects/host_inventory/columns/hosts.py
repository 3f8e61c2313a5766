"""The columns of hosts."""

from placement_inv.objects.host_inventory.columns.column import Column

COLUMNS = (
    Column('id', filterable=True),
    Column('host_inventory_id', writable=True),
    Column('name', writable=True, copyable=True, filterable=True),
    Column('description', writable=True, copyable=True, filterable=True),
    Column('enabled', writable=True, copyable=True, filterable=True),
    Column('instance_id', writable=True, copyable=True, filterable=True),
    Column('variables', writable=True, copyable=True, filterable=True),
    # The text of the variables as a document, for filters only.
    Column('variables_data', copyable=True, read=False),
    Column('generation'),
    Column('created_at'),
    Column('updated_at'),
)
