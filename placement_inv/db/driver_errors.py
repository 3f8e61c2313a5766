"""Classifies errors of drivers, raw or wrapped by SQLAlchemy and oslo.db.

oslo.db classifies them by their texts. Here the codes decide; `error_causes`
has the classes.
"""

from oslo_db import exception as db_exc
from sqlalchemy import exc as sa_exc

from placement_inv.db import error_causes

#: The statement was cancelled: by a time limit or (PostgreSQL) by a user.
_CANCELLED = frozenset(
    (
        '57014',
        # MariaDB, MySQL.
        1969,
        3024,
    )
)

#: PostgreSQL: a transaction took too long, idle or altogether.
_ENDED_WITH_CONNECTION = frozenset(('25P03', '25P04'))

#: A number that is out of range. Filters for MariaDB and MySQL raise it for a
#: text that is too long to be searched.
_OUT_OF_RANGE = frozenset((1690,))


def is_text_too_long(error):
    """Tell whether a filter failed because a text is too long."""
    arguments = getattr(_original(error), 'args', ())
    return not _OUT_OF_RANGE.isdisjoint(arguments[:1])


def is_out_of_time(error):
    """Tell whether a driver's error may mean that a time limit passed."""
    codes = {getattr(error, 'sqlstate', None), *error.args[:1]}
    return not codes.isdisjoint(_CANCELLED)


def find_cause(error):
    """Return the Cause of an error, None for a fault of this program.

    An error without a code has the cause LOST if the connection was lost, or
    could not be made.
    """
    cause = error_causes.find_cause(_original(error))
    if cause is None and _has_no_connection(error):
        return error_causes.Cause.LOST
    return cause


def has_ended_connection(error):
    """Tell whether the server closes the connection, by a driver's error."""
    return (
        error_causes.find_cause(error) is error_causes.Cause.LOST
        or getattr(error, 'sqlstate', None) in _ENDED_WITH_CONNECTION
    )


def is_conflict(error):
    """Tell whether an error is a conflict that a retry may resolve."""
    return find_cause(error) is error_causes.Cause.CONFLICT


def _has_no_connection(error):
    """Tell whether an error of the database means that no connection exists.

    These are lost connections, and errors that have no statement: the server
    refused the connection ("too many clients", "starting up").
    """
    if isinstance(error, db_exc.DBConnectionError):
        return True
    inner = getattr(error, 'inner_exception', None) or error
    return (
        isinstance(inner, sa_exc.OperationalError) and inner.statement is None
    )


def duplicate_key(error):
    """Return the name of the constraint or column of a DBDuplicateEntry.

    Both names end in the column's name.
    """
    diagnostic = getattr(_original(error), 'diag', None)
    # oslo.db reads only the table's name from the message of PostgreSQL.
    return diagnostic.constraint_name if diagnostic else error.columns[-1]


def _original(error):
    # oslo.db wraps most errors, but not operational ones.
    inner = getattr(error, 'inner_exception', None) or error
    return getattr(inner, 'orig', None)
