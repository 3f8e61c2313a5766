"""Sets up engines and their connections, database by database."""

import contextlib
import contextvars
import logging
import sqlite3
import time

from oslo_db.sqlalchemy import exc_filters
import sqlalchemy as sa

from placement_inv.db import connection_errors
from placement_inv.db import limited_connections
from placement_inv.db import pings
from placement_inv.db.limits import Limits

#: True while the current thread opens a transaction that will write.
_will_write = contextvars.ContextVar('will_write', default=False)


@contextlib.contextmanager
def about_to_write():
    """Mark the transaction that begins in the block as one that writes."""
    token = _will_write.set(True)
    try:
        yield
    finally:
        _will_write.reset(token)


def prepare(engine, teach_sqlite=None, limits=None, gate=None):
    """Add our listeners to a new engine.

    `teach_sqlite` is called with each new connection of SQLite's driver, to
    add functions. `limits` are the Limits of its connections, none by default.
    `gate` is the `lock_gate.LockGate` of statements that wait for locks.
    """
    limits = limits or Limits()
    # Texts of errors are logged and stored. Parameters may be secrets.
    engine.hide_parameters = True
    # At level DEBUG, SQLAlchemy logs each row that it reads.
    logging.getLogger('sqlalchemy.engine.Engine').addFilter(_is_no_row)
    with _before_translation_of_errors(engine):
        sa.event.listen(
            engine,
            'handle_error',
            connection_errors.forget_ended_connections,
        )
        if gate:
            gate.listen(engine)
    if engine.dialect.name == 'sqlite':
        _prepare_sqlite(engine, teach_sqlite, limits, gate)
    else:
        limited_connections.listen(engine, limits)
        if engine.dialect.driver == 'psycopg':
            engine.dialect.do_ping = pings.Ping(engine.dialect.do_ping)
    # oslo.db has already opened a connection to test the engine. It is in the
    # pool, and has missed the listeners.
    engine.dispose()


def _is_no_row(record):
    return record.msg != 'Row %r'


@contextlib.contextmanager
def _before_translation_of_errors(engine):
    """Put the listeners of errors that the block adds before oslo.db's.

    That one raises some errors, after which SQLAlchemy calls no other. For
    this event SQLAlchemy ignores the option `insert`.
    """
    translation = (engine, 'handle_error', exc_filters.handler)
    is_translated = sa.event.contains(*translation)
    if is_translated:
        sa.event.remove(*translation)
    try:
        yield
    finally:
        if is_translated:
            sa.event.listen(*translation, retval=True)


#: Seconds between two attempts to switch a file to WAL.
_SECONDS_BETWEEN_SWITCHES = 0.01
#: SQLite has no value for waiting forever.
_LONGEST_WAIT = 2**31 - 1


def _prepare_sqlite(engine, teach_sqlite, limits, gate):
    longest = limits.lock * 1000 or _LONGEST_WAIT

    def set_up_connection(connection, _record):
        if teach_sqlite:
            teach_sqlite(connection)
        _set_busy_timeout(connection, longest)

    def set_up_database(connection, _record):
        _set_busy_timeout(connection, longest)
        _switch_to_wal(connection, longest / 1000)

    def begin(connection):
        """Take the write lock at once if the transaction will write.

        A deferred transaction that reads first and writes later fails at once
        if another writer committed in between; an immediate one waits for the
        lock.
        """
        if not _will_write.get():
            return
        # oslo.db's own listener has just begun a deferred transaction, and no
        # listener can run before it: end that transaction, which is empty.
        driver_connection = connection.connection.driver_connection
        driver_connection.execute('COMMIT')
        with gate.entered() if gate else contextlib.nullcontext(True) as waits:
            if waits:
                connection.exec_driver_sql('BEGIN IMMEDIATE')
                return
            _set_busy_timeout(driver_connection, 0)
            try:
                connection.exec_driver_sql('BEGIN IMMEDIATE')
            finally:
                _set_busy_timeout(driver_connection, longest)

    sa.event.listen(engine, 'connect', set_up_connection)
    sa.event.listen(engine, 'first_connect', set_up_database)
    sa.event.listen(engine, 'begin', begin)


def _switch_to_wal(connection, seconds):
    """Let readers go on while a writer commits; the file keeps the mode.

    If several connections switch a new file at once, SQLite fails in all but
    one of them, whatever the busy timeout is: try again for `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection.execute('PRAGMA journal_mode=WAL')
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() >= deadline:
                raise
            time.sleep(_SECONDS_BETWEEN_SWITCHES)
        else:
            return


def _set_busy_timeout(connection, milliseconds):
    connection.execute(f'PRAGMA busy_timeout={milliseconds}')
