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
        '`placement-inv db sync` does the same.',
    ),
]

# Copies of the library's options: our defaults must not change the [database]
# group of another service in the same process.
_OPTS = [*copy.deepcopy(db_options.database_opts), *_EXTRA]

# With the library's defaults a process opens up to 55 connections, and a
# request waits for half a minute. A request holds one connection at most: no
# request waits for a pool that has as many connections as the process has
# threads. With a smaller one, clients get a 503 soon.
cfg.set_defaults(_OPTS, max_pool_size=5, max_overflow=10, pool_timeout=3)


def list_opts():
    return [(_GROUP, _OPTS)]
