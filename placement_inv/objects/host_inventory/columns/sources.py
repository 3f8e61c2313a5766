"""The columns of inventory sources."""

from placement_inv.objects.host_inventory.columns.column import Column

#: Settings that an update copies from its source when it is launched.
SETTINGS = (
    Column('source', writable=True, filterable=True),
    Column('source_path', writable=True, filterable=True),
    Column('source_vars', writable=True, filterable=True, secret=True),
    Column('scm_branch', writable=True, filterable=True),
    Column('enabled_var', writable=True, filterable=True),
    Column('enabled_value', writable=True, filterable=True),
    Column('host_filter', writable=True, filterable=True),
    Column('overwrite', writable=True, filterable=True),
    Column('overwrite_vars', writable=True, filterable=True),
    Column('timeout', writable=True, filterable=True),
    Column('verbosity', writable=True, filterable=True),
    Column('limit', writable=True, filterable=True),
)

COLUMNS = (
    Column('id', filterable=True),
    Column('host_inventory_id', writable=True),
    Column('name', writable=True, filterable=True),
    Column('description', writable=True, filterable=True),
    *SETTINGS,
    Column('update_on_launch', writable=True, filterable=True),
    Column('update_cache_timeout', writable=True, filterable=True),
    Column('created_at'),
    Column('updated_at'),
)
