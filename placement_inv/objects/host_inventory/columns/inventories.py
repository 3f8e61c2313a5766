"""The columns of inventories of hosts."""

from placement_inv.objects.host_inventory.columns.column import Column

COLUMNS = (
    Column('id', filterable=True),
    Column('organization_id', writable=True, copyable=True),
    # A copy gets a name of its own.
    Column('name', writable=True, filterable=True),
    Column('description', writable=True, copyable=True, filterable=True),
    Column('kind', writable=True, copyable=True, filterable=True),
    Column('host_filter', writable=True, copyable=True, filterable=True),
    Column(
        'host_filter_language', writable=True, copyable=True, filterable=True
    ),
    Column('variables', writable=True, copyable=True, filterable=True),
    # For filters only. Each write of the variables writes it, too.
    Column('variables_data', read=False),
    Column(
        'prevent_instance_group_fallback',
        writable=True,
        copyable=True,
        filterable=True,
    ),
    Column('generation'),
    Column('created_at'),
    Column('updated_at'),
    Column('pending_deletion', filterable=True),
    Column('deletion_started_at'),
    # None while the deletion runs.
    Column('deletion_error'),
    # The number of failed attempts at the deletion.
    Column('deletion_failures'),
)
