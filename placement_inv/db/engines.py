"""How engines and their connections are set up, database by database."""

import contextlib
import contextvars

import sqlalchemy as sa

from placement_inv.db import pings

#: True while the current thread opens a transaction that will write.
_will_write = contextvars.ContextVar('will_write', default=False)


@contextlib.contextmanager
def about_to_write():
    """Tell `_begin_sqlite` that the transaction opened inside writes."""
    token = _will_write.set(True)
    try:
        yield
    finally:
        _will_write.reset(token)


#: How long a statement waits for what another transaction keeps. With a
#: database that has no bound of its own, or a long one, a request would wait
#: longer than its client does.
SECONDS_FOR_A_LOCK = {'sqlite': 15, 'postgresql': 30, 'mysql': 30}

#: Drivers that take `connect_timeout`.
_TIMED_DRIVERS = ('psycopg', 'psycopg2', 'pymysql', 'mysqldb')
_SECONDS_TO_CONNECT = 5


def prepare(engine, teach_sqlite=None):
    """Set up a new engine.

    `teach_sqlite` is called with each connection of SQLite's driver, to add
    functions.
    """
    if engine.dialect.driver in _TIMED_DRIVERS:
        sa.event.listen(engine, 'do_connect', _limit_time_to_connect)
    if engine.dialect.name == 'sqlite':
        if teach_sqlite:
            sa.event.listen(
                engine, 'connect', lambda opened, _record: teach_sqlite(opened)
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
    # Whoever made the engine has tried it, with a connection that missed
    # all this and waits in the pool.
    engine.dispose()


def _limit_time_to_connect(_dialect, _record, _arguments, options):
    # A machine that is gone refuses nothing: it only never answers.
    options.setdefault('connect_timeout', _SECONDS_TO_CONNECT)


def _prepare_mysql_connection(connection, _record):
    # As PostgreSQL does: a statement sees what was committed before it, so
    # that what is read after taking a row's lock is the newest.
    with connection.cursor() as cursor:
        cursor.execute(
            'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED'
        )
        seconds = SECONDS_FOR_A_LOCK['mysql']
        cursor.execute(f'SET SESSION innodb_lock_wait_timeout = {seconds}')
        # Texts joined from many rows must not be cut; MySQL would do so
        # after 1024 bytes.
        cursor.execute('SET SESSION group_concat_max_len = 1048576')


def _prepare_postgresql_connection(connection, _record):
    seconds = SECONDS_FOR_A_LOCK['postgresql']
    with connection.cursor() as cursor:
        cursor.execute(
            # Whatever the server was told to do for others.
            "SET default_transaction_isolation = 'read committed';"
            # Compiling a statement of ours takes longer than any of them runs.
            'SET jit = off;'
            f"SET lock_timeout = '{seconds}s'"
        )
    connection.commit()


def _prepare_sqlite_connection(connection, _record):
    _let_wait(connection)


def _prepare_sqlite_database(connection, _record):
    # Readers go on while a writer commits. The file remembers the mode.
    _let_wait(connection)
    connection.execute('PRAGMA journal_mode=WAL')


def _let_wait(connection):
    milliseconds = SECONDS_FOR_A_LOCK['sqlite'] * 1000
    connection.execute(f'PRAGMA busy_timeout={milliseconds}')


def _begin_sqlite(connection):
    """Take the write lock at once where the transaction will write.

    A deferred transaction that reads first and writes later fails at once
    when another writer committed in between; an immediate one waits its turn.
    """
    if _will_write.get():
        # oslo.db's own listener has just begun a deferred one. SQLAlchemy
        # lets nobody in before it: end that one, which did nothing yet.
        connection.connection.driver_connection.execute('COMMIT')
        connection.exec_driver_sql('BEGIN IMMEDIATE')
