"""Sets up engines and their connections, database by database."""

import contextlib
import contextvars

import sqlalchemy as sa

from placement_inv.db import connection_errors
from placement_inv.db import pings

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


#: Seconds for which a statement waits for a lock. The databases' defaults are
#: long or without an end: a request would wait longer than its client does.
SECONDS_FOR_A_LOCK = {'sqlite': 15, 'postgresql': 30, 'mysql': 30}

#: Drivers that take `connect_timeout`.
_TIMED_DRIVERS = ('psycopg', 'psycopg2', 'pymysql', 'mysqldb')
_SECONDS_TO_CONNECT = 5


def prepare(engine, teach_sqlite=None):
    """Add our listeners to a new engine.

    `teach_sqlite` is called with each new connection of SQLite's driver, to
    add functions.
    """
    # Before oslo.db's, which raises what it finds and thereby ends the round.
    sa.event.listen(
        engine,
        'handle_error',
        connection_errors.forget_ended_connections,
        insert=True,
    )
    if engine.dialect.driver in _TIMED_DRIVERS:
        sa.event.listen(engine, 'do_connect', _limit_time_to_connect)
    if engine.dialect.name == 'sqlite':
        if teach_sqlite:
            sa.event.listen(
                engine,
                'connect',
                lambda connection, _record: teach_sqlite(connection),
            )
        sa.event.listen(engine, 'connect', _prepare_sqlite_connection)
        sa.event.listen(engine, 'first_connect', _prepare_sqlite_database)
        sa.event.listen(engine, 'begin', _begin_sqlite)
    elif engine.dialect.name in ('mysql', 'mariadb'):
        sa.event.listen(engine, 'connect', _prepare_mysql_connection)
    elif engine.dialect.name == 'postgresql':
        sa.event.listen(engine, 'connect', _prepare_postgresql_connection)
        if engine.dialect.driver == 'psycopg':
            engine.dialect.do_ping = pings.Ping(engine.dialect.do_ping)
    # oslo.db has already opened a connection to test the engine. It is in the
    # pool, and has missed the listeners.
    engine.dispose()


def _limit_time_to_connect(_dialect, _record, _arguments, options):
    # A machine that is gone never answers, so that only a limit ends the wait.
    options.setdefault('connect_timeout', _SECONDS_TO_CONNECT)


def _prepare_mysql_connection(connection, _record):
    # As on PostgreSQL, each statement sees what was committed before it, so
    # that a read after locking a row returns the newest data.
    with connection.cursor() as cursor:
        cursor.execute(
            'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'
        )
        seconds = SECONDS_FOR_A_LOCK['mysql']
        cursor.execute(f'SET SESSION innodb_lock_wait_timeout = {seconds}')
        # GROUP_CONCAT must not truncate texts; MySQL's default is 1024 bytes.
        cursor.execute('SET SESSION group_concat_max_len = 1048576')


def _prepare_postgresql_connection(connection, _record):
    seconds = SECONDS_FOR_A_LOCK['postgresql']
    with connection.cursor() as cursor:
        cursor.execute(
            # The server's configuration may have another default.
            "SET default_transaction_isolation = 'read committed';"
            # Compiling one of our statements takes longer than running it.
            'SET jit = off;'
            f"SET lock_timeout = '{seconds}s'"
        )
    connection.commit()


def _prepare_sqlite_connection(connection, _record):
    _set_busy_timeout(connection)


def _prepare_sqlite_database(connection, _record):
    # WAL lets readers go on while a writer commits. The file keeps the mode.
    _set_busy_timeout(connection)
    connection.execute('PRAGMA journal_mode=WAL')


def _set_busy_timeout(connection):
    milliseconds = SECONDS_FOR_A_LOCK['sqlite'] * 1000
    connection.execute(f'PRAGMA busy_timeout={milliseconds}')


def _begin_sqlite(connection):
    """Take the write lock at once if the transaction will write.

    A deferred transaction that reads first and writes later fails at once if
    another writer committed in between; an immediate one waits for the lock.
    """
    if _will_write.get():
        # oslo.db's own listener has just begun a deferred transaction, and no
        # listener can run before it: end that transaction, which is empty.
        connection.connection.driver_connection.execute('COMMIT')
        connection.exec_driver_sql('BEGIN IMMEDIATE')
