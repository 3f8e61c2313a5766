"""Limits the time of statements that have a filter, database by database.

The limit is sent in one round trip with the statement. Only MySQL needs
statements of their own for it.
"""

from collections.abc import Callable
import contextlib
import dataclasses
import sqlite3
import time
from typing import Any

from oslo_db import exception as db_exc
import sqlalchemy as sa
from sqlalchemy.engine import cursor as sa_cursor

from placement_inv import exceptions
from placement_inv.db import driver_errors
from placement_inv.db import lock_gate

#: An execution option: the fraction of the limit that a statement gets.
SHARE = 'time_limit_share'
#: Instructions of SQLite's virtual machine between two reads of the clock.
_INSTRUCTIONS = 10_000
#: Seconds that a statement gets while too many others take long.
_SECONDS_AMONG_MANY = 0.25
#: Seconds after which a statement takes long.
SECONDS_OF_COSTLY_FILTER = 1.0
#: The fraction of a limit after which a cancellation is taken for its effect;
#: the server's clock may differ a little from ours.
_NEARLY = 0.9


class TimeLimitExceeded(db_exc.DBError):
    """A statement took longer than its limit, and was cancelled."""

    def __init__(self, seconds, error):
        super().__init__(error)
        self.seconds = seconds


class TooManyFilters(TimeLimitExceeded):
    """A statement got less time than its limit, because of many others."""


@contextlib.contextmanager
def excess_as_filter_too_expensive():
    """Raise FilterTooExpensive if a statement exceeds its time limit.

    Raise FiltersBusy if the limit was shorter because of other filters. Raise
    TextTooLong if a text is too long for a filter to search.
    """
    try:
        yield
    except TooManyFilters as error:
        raise exceptions.FiltersBusy() from error
    except TimeLimitExceeded as error:
        raise exceptions.FilterTooExpensive(seconds=error.seconds) from error
    except (db_exc.DBError, sa.exc.DBAPIError) as error:
        if driver_errors.is_text_too_long(error):
            raise exceptions.TextTooLong() from error
        raise


@dataclasses.dataclass(frozen=True)
class TimeLimit:
    """The time limit of some statements."""

    #: Returns the limit in seconds; 0 for no limit.
    seconds: Callable[[], float]
    #: Tells whether the limit applies to a compiled statement.
    applies_to: Callable[[Any], bool]
    #: Limits the seconds of the functions that SQLite calls in a block. Yields
    #: an object whose `is_exceeded` tells whether they took longer.
    for_functions: Callable[[float], contextlib.AbstractContextManager]
    #: Bounds how many threads execute such statements for long; None for any
    #: number.
    gate: lock_gate.LockGate | None = None

    def listen(self, engine):
        """Limit the statements of an engine from now on."""
        sa.event.listen(engine, 'do_execute', self._execute)

    def _execute(self, cursor, statement, parameters, context):
        """Execute a statement that has a limit.

        Return None if it has none: SQLAlchemy then executes it.
        """
        if not self.applies_to(context.compiled):
            return None
        seconds = self.seconds()
        if not seconds:
            return None
        seconds *= context.execution_options.get(SHARE, 1)
        with (
            self.gate.entered() if self.gate else contextlib.nullcontext(True)
        ) as may_take_long:
            if may_take_long or seconds <= _SECONDS_AMONG_MANY:
                self._execute_in(
                    seconds, cursor, statement, parameters, context
                )
                return True
            try:
                self._execute_in(
                    _SECONDS_AMONG_MANY, cursor, statement, parameters, context
                )
            except TimeLimitExceeded as error:
                raise TooManyFilters(error.seconds, error) from error
        return True

    def _execute_in(self, seconds, cursor, statement, parameters, context):
        execute = _EXECUTE[_kind(context.dialect)]
        execute(self, seconds, cursor, statement, parameters, context)

    def _on_sqlite(self, seconds, cursor, statement, parameters, context):
        """Read the clock now and then, also while rows are fetched."""
        connection = cursor.connection
        end = time.monotonic() + seconds
        with self.for_functions(seconds) as functions:
            connection.set_progress_handler(
                lambda: time.monotonic() >= end, _INSTRUCTIONS
            )
            try:
                cursor.execute(statement, parameters)
                rows = cursor.fetchall()
            except sqlite3.OperationalError as error:
                if functions.is_exceeded or time.monotonic() >= end:
                    raise TimeLimitExceeded(seconds, error) from error
                raise
            finally:
                connection.set_progress_handler(None, 0)
        if cursor.description:
            context.cursor_fetch_strategy = (
                sa_cursor.FullyBufferedCursorFetchStrategy(
                    cursor, cursor.description, rows
                )
            )

    def _on_psycopg(self, seconds, cursor, statement, parameters, context):
        """Send the limit, the statement and the limit's reset in a pipeline.

        After an error the reset is not executed, but the rollback undoes the
        limit, too.
        """
        connection = cursor.connection
        limit = f'SET statement_timeout = {_milliseconds(seconds)}'
        with (
            _server_errors(seconds, context),
            _prepared_cleared_on_error(connection, context),
            connection.pipeline(),
        ):
            connection.execute(limit, prepare=False)
            cursor.execute(statement, parameters)
            connection.execute('RESET statement_timeout', prepare=False)

    def _on_mariadb(self, seconds, cursor, statement, parameters, context):
        """Prefix the statement with its limit."""
        limit = f'SET STATEMENT max_statement_time = {seconds:.6f} FOR '
        with _server_errors(seconds, context):
            cursor.execute(limit + statement, parameters)

    def _on_mysql(self, seconds, cursor, statement, parameters, context):
        """Limit the session's selects, and reset the limit afterwards."""
        milliseconds = _milliseconds(seconds)
        with (
            _server_errors(seconds, context),
            cursor.connection.cursor() as other,
        ):
            other.execute(f'SET SESSION max_execution_time = {milliseconds}')
            try:
                cursor.execute(statement, parameters)
            finally:
                # What `limited_connections` has set, or no limit.
                other.execute(
                    'SET SESSION max_execution_time = '
                    'COALESCE(@placement_inv_limit, 0)'
                )


_EXECUTE = {
    'sqlite': TimeLimit._on_sqlite,
    'postgresql': TimeLimit._on_psycopg,
    'mariadb': TimeLimit._on_mariadb,
    'mysql': TimeLimit._on_mysql,
}


def _kind(dialect):
    """Return the name of a dialect; URLs of MariaDB may name MySQL's."""
    return 'mariadb' if getattr(dialect, 'is_mariadb', False) else dialect.name


def _milliseconds(seconds):
    # For PostgreSQL and MySQL, 0 means no limit.
    return max(1, round(seconds * 1000))


@contextlib.contextmanager
def _prepared_cleared_on_error(connection, context):
    """Clear psycopg's prepared statements if the pipeline fails.

    psycopg assumes that the server prepared every statement of the pipeline.
    It clears them at a rollback. In a transaction the caller rolls back;
    without one, this function does.
    """
    try:
        yield
    except context.dialect.loaded_dbapi.Error:
        status = connection.info.transaction_status
        if status is type(status).IDLE:
            connection.execute('ROLLBACK', prepare=False)
        raise


@contextlib.contextmanager
def _server_errors(seconds, context):
    """Raise TimeLimitExceeded if the server cancels a statement for it."""
    start = time.monotonic()
    try:
        yield
    except context.dialect.loaded_dbapi.Error as error:
        # On PostgreSQL, a cancellation by an administrator has the same code.
        has_passed = time.monotonic() - start >= seconds * _NEARLY
        if has_passed and driver_errors.is_out_of_time(error):
            raise TimeLimitExceeded(seconds, error) from error
        raise
