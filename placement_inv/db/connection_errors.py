"""Translates errors of databases that are not this program's fault."""

import contextlib
import dataclasses
import logging

from oslo_db import exception as db_exc
from sqlalchemy import exc as sa_exc

from placement_inv import exceptions
from placement_inv.db import driver_errors
from placement_inv.db import time_limits
from placement_inv.db.error_causes import Cause

LOG = logging.getLogger(__name__)


@dataclasses.dataclass
class Progress:
    """How far a transaction has come."""

    #: True as soon as the database may have committed it.
    may_be_committed: bool = False


@dataclasses.dataclass(frozen=True)
class _Answer:
    """The line of the log and the error for a cause."""

    level: int
    line: str
    error: type[exceptions.Unavailable]


_ANSWERS = {
    # Not retried: the wait for the lock was long enough.
    Cause.LOCKED: _Answer(
        logging.WARNING,
        'No lock within the time limit',
        exceptions.Unavailable,
    ),
    Cause.SHORT: _Answer(
        logging.ERROR,
        'The database is short of resources',
        exceptions.Unavailable,
    ),
    Cause.ENDED: _Answer(
        logging.WARNING,
        'The database ended a transaction',
        exceptions.TransactionEnded,
    ),
    Cause.LOST: _Answer(
        logging.ERROR,
        'The database cannot be reached',
        exceptions.DatabaseUnreachable,
    ),
    Cause.UNWRITABLE: _Answer(
        logging.ERROR,
        'The database takes no writes',
        exceptions.DatabaseUnwritable,
    ),
    Cause.BROKEN: _Answer(
        logging.ERROR,
        'The database reports a fault of its own',
        exceptions.DatabaseBroken,
    ),
}
_LOST_WHILE_COMMITTING = _Answer(
    logging.ERROR,
    'The connection was lost during a commit, whose outcome is unknown',
    exceptions.OutcomeUnknown,
)


@contextlib.contextmanager
def outage_as_unavailable():
    """Raise Unavailable if the database could not do the work of the block.

    Yields a Progress. A statement that exceeded its time limit raises
    FilterTooExpensive. A conflict with another transaction is raised as it is:
    the caller may retry it.
    """
    progress = Progress()
    try:
        with time_limits.excess_as_filter_too_expensive():
            yield progress
    except sa_exc.TimeoutError as error:
        # Every connection of the pool was in use during the whole wait.
        LOG.warning('No database connection became free: %s', _line(error))
        raise exceptions.Unavailable() from error
    except (db_exc.DBError, sa_exc.DBAPIError) as error:
        cause = driver_errors.find_cause(error)
        if cause not in _ANSWERS:
            raise
        answer = _ANSWERS[cause]
        if cause is Cause.LOST and progress.may_be_committed:
            answer = _LOST_WHILE_COMMITTING
        LOG.log(answer.level, '%s: %s', answer.line, _line(error))
        raise answer.error() from error


@contextlib.contextmanager
def contention_as_unavailable():
    """Raise Unavailable if every attempt conflicted with other writers."""
    try:
        yield
    except (db_exc.DBError, sa_exc.DBAPIError) as error:
        if not is_contention(error):
            raise
        LOG.warning('Gave up after conflicts: %s', _line(error))
        raise exceptions.Unavailable() from error


def is_contention(error):
    """Tell whether an error says that another writer was faster."""
    return isinstance(error, db_exc.DBDeadlock) or driver_errors.is_conflict(
        error
    )


def forget_ended_connections(context):
    """Keep a connection that the server has ended out of the pool.

    This is a listener of an engine's `handle_error`. SQLAlchemy recognises
    only some of these errors; after the others the rollback would fail, too.
    """
    if driver_errors.has_ended_connection(context.original_exception):
        context.is_disconnect = True


def _line(error):
    """Return the message of the driver's error on one line.

    PostgreSQL's DETAIL and CONTEXT are left out: they quote values of rows.
    """
    inner = getattr(error, 'inner_exception', None) or error
    message = getattr(inner, 'orig', None) or inner.args[0]
    diagnostics = getattr(message, 'diag', None)
    message = getattr(diagnostics, 'message_primary', None) or message
    return ' '.join(str(message).split())
