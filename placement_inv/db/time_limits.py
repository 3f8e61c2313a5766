"""Limits the time of statements that have a filter, database by database.

No database is sent a statement more for it, but MySQL: the limit goes with
the statement, in one round trip.
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

#: An execution option: the part of the limit that a statement gets.
SHARE = 'time_limit_share'
#: Instructions of SQLite's machine between two looks at the clock.
_INSTRUCTIONS = 10_000
#: Of a limit, as much as surely has passed where the server says it has.
_NEARLY = 0.9


class Exceeded(db_exc.DBError):
    """A statement took longer than its limit, and was given up."""

    def __init__(self, seconds, error):
        super().__init__(error)
        self.seconds = seconds


@contextlib.contextmanager
def excess_as_filter_too_expensive():
    """Raise FilterTooExpensive where a statement exceeds its limit.

    Without a limit of time, that of the length of texts still holds.
    """
    try:
        yield
    except Exceeded as error:
        raise exceptions.FilterTooExpensive(seconds=error.seconds) from error
    except (db_exc.DBError, sa.exc.DBAPIError) as error:
        if driver_errors.is_text_too_long(error):
            raise exceptions.TextTooLong() from error
        raise


@dataclasses.dataclass(frozen=True)
class TimeLimit:
    """How long some statements may take."""

    #: Returns the seconds, 0 for any time.
    seconds: Callable[[], float]
    #: Tells whether a compiled statement is one of them.
    applies_to: Callable[[Any], bool]
    #: Gives the functions that SQLite calls so many seconds for a block, and
    #: yields an object that knows whether they have exceeded them.
    for_functions: Callable[[float], contextlib.AbstractContextManager]

    def listen(self, engine):
        """Limit the statements of an engine."""
        sa.event.listen(engine, 'do_execute', self._execute)

    def _execute(self, cursor, statement, parameters, context):
        """Execute a statement that is limited; None leaves it to others."""
        if not self.applies_to(context.compiled):
            return None
        seconds = self.seconds()
        if not seconds:
            return None
        seconds *= context.execution_options.get(SHARE, 1)
        execute = _EXECUTE[_kind(context.dialect)]
        execute(self, seconds, cursor, statement, parameters, context)
        return True

    def _on_sqlite(self, seconds, cursor, statement, parameters, context):
        """Look at the clock now and then, also while rows are fetched."""
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
                    raise Exceeded(seconds, error) from error
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
        """Send the limit, the statement and the limit's end together.

        An error undoes the first as it spares the last.
        """
        connection = cursor.connection
        limit = f'SET statement_timeout = {_milliseconds(seconds)}'
        with (
            _server_errors(seconds, context),
            _nothing_prepared_in_vain(connection, context),
            connection.pipeline(),
        ):
            connection.execute(limit, prepare=False)
            cursor.execute(statement, parameters)
            connection.execute('RESET statement_timeout', prepare=False)

    def _on_mariadb(self, seconds, cursor, statement, parameters, context):
        """Let the statement itself say its limit."""
        limit = f'SET STATEMENT max_statement_time = {seconds:.6f} FOR '
        with _server_errors(seconds, context):
            cursor.execute(limit + statement, parameters)

    def _on_mysql(self, seconds, cursor, statement, parameters, context):
        """Limit what the session selects, and no more afterwards."""
        milliseconds = _milliseconds(seconds)
        with (
            _server_errors(seconds, context),
            cursor.connection.cursor() as other,
        ):
            other.execute(f'SET SESSION max_execution_time = {milliseconds}')
            try:
                cursor.execute(statement, parameters)
            finally:
                other.execute('SET SESSION max_execution_time = DEFAULT')


_EXECUTE = {
    'sqlite': TimeLimit._on_sqlite,
    'postgresql': TimeLimit._on_psycopg,
    'mariadb': TimeLimit._on_mariadb,
    'mysql': TimeLimit._on_mysql,
}


def _kind(dialect):
    """Return the name of a dialect; MariaDB may go by that of MySQL."""
    return 'mariadb' if getattr(dialect, 'is_mariadb', False) else dialect.name


def _milliseconds(seconds):
    # 0 would be no limit.
    return max(1, round(seconds * 1000))


@contextlib.contextmanager
def _nothing_prepared_in_vain(connection, context):
    """Let psycopg forget what it prepared where a pipeline breaks off.

    It believes that all of the pipeline was prepared. A transaction is rolled
    back by those who began it, and psycopg forgets then.
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
    """Raise Exceeded where the server gives a statement up for its time."""
    began = time.monotonic()
    try:
        yield
    except context.dialect.loaded_dbapi.Error as error:
        # An administrator's cancellation has the same code on PostgreSQL.
        has_passed = time.monotonic() - began >= seconds * _NEARLY
        if has_passed and driver_errors.is_out_of_time(error):
            raise Exceeded(seconds, error) from error
        raise
