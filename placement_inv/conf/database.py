"""[placement_database]: the one database behind both API families."""

import copy

from oslo_config import cfg
from oslo_db import options as db_options

_GROUP = cfg.OptGroup(
    'placement_database', title='Database of both API families'
)

_EXTRA = [
    cfg.BoolOpt(
        'sync_on_startup',
        default=False,
        help='Create or migrate the schema when the application is loaded. '
        '`placement-inv db sync` does the same by hand.',
    ),
]

# The library's own options, copied: registering them here must not change
# the [database] group of another service in the same process.
_OPTS = [*copy.deepcopy(db_options.database_opts), *_EXTRA]


def list_opts():
    return [(_GROUP, _OPTS)]
