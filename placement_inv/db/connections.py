"""Logs the largest number of connections that a service may open."""

import logging
import math

from placement_inv.db import dialects

LOG = logging.getLogger(__name__)


def count_of_pool(options):
    """Return how many connections one process may open by its options.

    None for SQLite, which has no server that limits them.
    """
    if (options.connection or '').startswith('sqlite'):
        return None
    size, overflow = options.max_pool_size, options.max_overflow
    if not size or overflow < 0:
        return math.inf
    # Readers of a replica have their own engine and pool.
    pools = 2 if options.slave_connection else 1
    return pools * (size + overflow)


def announce(database, processes=None, others=()):
    """Log the largest number of connections, before the processes start.

    `processes` is the number of processes; None if it is unknown. `others` are
    databases that each process uses, too, on the same server.
    """
    per_process = database.max_connections
    if per_process is None:
        return
    per_process += sum(other.max_connections for other in others)
    total = per_process * (processes or 1)
    LOG.info(
        'At most %s database connections: %s for each of %s processes',
        total,
        per_process,
        processes or 'the',
    )
    with database.engine.connect() as connection:
        limit = dialects.read_max_connections(connection)
    if total > limit:
        LOG.warning(
            'The database server allows %s connections, fewer than the %s '
            'that this service may open: lower the number of processes, or '
            '[placement_database] max_pool_size and max_overflow',
            limit,
            total,
        )
