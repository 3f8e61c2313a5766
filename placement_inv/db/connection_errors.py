"""Translates errors of connections, locks and time limits of databases."""

import contextlib
import logging

from oslo_db import exception as db_exc
from sqlalchemy import exc as sa_exc

from placement_inv import exceptions
from placement_inv.db import driver_errors
from placement_inv.db import time_limits

LOG = logging.getLogger(__name__)


@contextlib.contextmanager
def outage_as_unavailable():
    """Raise Unavailable if the block got no connection or no lock.

    A statement that exceeded its time limit raises FilterTooExpensive.
    """
    try:
        with time_limits.excess_as_filter_too_expensive():
            yield
    except sa_exc.TimeoutError as error:
        # Every connection of the pool was in use during the whole wait.
        LOG.warning('No database connection became free: %s', _line(error))
        raise exceptions.Unavailable() from error
    except (db_exc.DBError, sa_exc.DBAPIError) as error:
        if driver_errors.is_locked(error):
            # Not retried: the wait for the lock was long enough.
            LOG.warning('No lock within the time limit: %s', _line(error))
            raise exceptions.Unavailable() from error
        if driver_errors.is_unwritable(error):
            LOG.error('The database takes no writes: %s', _line(error))
            raise exceptions.DatabaseUnwritable() from error
        if not is_outage(error):
            raise
        LOG.error('The database cannot be reached: %s', _line(error))
        raise exceptions.DatabaseUnreachable() from error


@contextlib.contextmanager
def contention_as_unavailable():
    """Raise Unavailable if every attempt conflicted with other writers."""
    try:
        yield
    except (db_exc.DBError, sa_exc.DBAPIError) as error:
        if not is_contention(error):
            raise
        LOG.warning('Gave up after conflicts each time: %s', _line(error))
        raise exceptions.Unavailable() from error


def is_outage(error):
    """Tell whether an error of the database means that no connection exists.

    These are lost connections, and errors that have no statement: the server
    refused the connection ("too many clients", "starting up").
    """
    if isinstance(error, db_exc.DBConnectionError):
        return True
    inner = getattr(error, 'inner_exception', None) or error
    return (
        isinstance(inner, sa_exc.OperationalError)
        and inner.statement is None
        and not is_contention(error)
    )


def is_contention(error):
    """Tell whether an error says that another writer was faster."""
    return isinstance(
        error, db_exc.DBDeadlock
    ) or driver_errors.is_serialization_failure(error)


def _line(error):
    """Return the message of the driver's error on one line."""
    inner = getattr(error, 'inner_exception', None) or error
    message = getattr(inner, 'orig', None) or inner.args[0]
    return ' '.join(str(message).split())
