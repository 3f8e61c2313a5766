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
    cfg.IntOpt(
        'lock_timeout',
        default=10,
        min=1,
        max=3600,
        help='Seconds that a statement of a request waits for a lock of '
        'another transaction, or for another writer of an SQLite file. Then '
        'the request is 503.',
    ),
    cfg.IntOpt(
        'statement_timeout',
        default=30,
        min=0,
        max=86400,
        help='Seconds that a statement of a request may take; 0 is any time. '
        'Then the request is 503. The service closes a connection whose '
        'server does not answer for 5 seconds more. Filters have a limit of '
        'their own, [host_inventory]filter_timeout. SQLite has no limit for '
        'other statements, and MySQL none for those that write.',
    ),
    cfg.IntOpt(
        'background_lock_timeout',
        default=60,
        min=1,
        max=3600,
        help='The lock_timeout of background work.',
    ),
    cfg.IntOpt(
        'background_statement_timeout',
        default=900,
        min=0,
        max=86400,
        help='The statement_timeout of background work.',
    ),
    cfg.IntOpt(
        'idle_transaction_timeout',
        default=60,
        min=0,
        max=86400,
        help='Seconds without a statement after which PostgreSQL or MariaDB '
        'ends a transaction; 0 is any time. A process that was stopped inside '
        'a transaction keeps its locks for no longer. Between two statements '
        'of a load the service compares all hosts of an inventory, which '
        'takes seconds for very large ones.',
    ),
    cfg.BoolOpt(
        'limits_by_role',
        default=False,
        help='Send no limits and no other settings of sessions when a '
        "connection is made: the database's account has them (ALTER ROLE ... "
        'SET). For poolers such as pgbouncer, which give one session to many '
        'clients.',
    ),
    cfg.IntOpt(
        'max_waiting_threads',
        min=1,
        help='Threads of a process that wait at the database for locks of '
        'the host inventory (SQLite: of the file) at a time. Others wait in '
        'the process. If none of those gets a lock for three seconds, they '
        'are 503 unless their own lock is free. Reads and the Placement API '
        'go on. As many threads evaluate costly filters of hosts for more '
        'than a second; others get a quarter of a second meanwhile. '
        'The default is half of the threads, or 4 if the server does not '
        'tell their number.',
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


#: A lock is waited for within a statement.
_SHORTER = {
    'lock_timeout': 'statement_timeout',
    'background_lock_timeout': 'background_statement_timeout',
}


def find_contradictions(conf):
    """Return a sentence for each limit that contradicts another one."""
    options = conf[_GROUP.name]
    problems = []
    for name, longer_name in _SHORTER.items():
        seconds, longest = options[name], options[longer_name]
        if longest and seconds >= longest:
            problems.append(
                f'[{_GROUP.name}]{name} = {seconds} is not below '
                f'{longer_name} = {longest}: statements would end before '
                'their wait for a lock'
            )
    longest = options.statement_timeout
    filter_timeout = conf.host_inventory.filter_timeout
    if longest and filter_timeout > longest:
        problems.append(
            f'[host_inventory]filter_timeout = {filter_timeout:g} is above '
            f'[{_GROUP.name}]statement_timeout = {longest}: costly filters '
            'would be 503, and clients would repeat them'
        )
    return problems


def list_opts():
    return [(_GROUP, _OPTS)]
