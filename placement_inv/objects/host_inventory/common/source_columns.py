"""The columns that a source and its updates have in common."""

#: Columns that an update copies from its source when it is launched.
NAMES = (
    'source',
    'source_path',
    'source_vars',
    'scm_branch',
    'enabled_var',
    'enabled_value',
    'host_filter',
    'overwrite',
    'overwrite_vars',
    'timeout',
    'verbosity',
    'limit',
)
