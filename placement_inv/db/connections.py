"""Logs how many connections a service may open at worst."""

import logging

from placement_inv.db import dialects

LOG = logging.getLogger(__name__)


def announce(database, processes=None):
    """Log the worst case of a service, before its processes start.

    `processes` is their number, None where the server does not tell.
    """
    each = database.most_connections
    if each is None:
        return
    most = each * (processes or 1)
    LOG.info(
        'At most %s database connections: %s for each of %s processes',
        most,
        each,
        processes or 'the',
    )
    with database.engine.connect() as connection:
        admitted = dialects.most_clients(connection)
    if most > admitted:
        LOG.warning(
            'The database server admits %s connections, fewer than the %s '
            'that this service may open: lower the number of processes, or '
            '[placement_database] max_pool_size and max_overflow',
            admitted,
            most,
        )
