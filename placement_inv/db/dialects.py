"""What differs between databases, each difference a function by dialect."""

import contextlib
import contextvars
import functools
import zlib

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext import compiler

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


def prepare_engine(engine, shelf, teach_sqlite=None):
    """Set up a new engine; `shelf` keeps the connections of SQLite files.

    `teach_sqlite` is called with each of them, to add functions.
    """
    if engine.dialect.driver in _TIMED_DRIVERS:
        sa.event.listen(engine, 'do_connect', _limit_time_to_connect)
    if engine.dialect.name == 'sqlite':
        if teach_sqlite:
            sa.event.listen(
                engine, 'connect', lambda opened, _record: teach_sqlite(opened)
            )
        if engine.url.database:
            sa.event.listen(engine, 'do_connect', shelf.connect)
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
    # Compiling a statement of ours takes longer than any of them runs.
    seconds = SECONDS_FOR_A_LOCK['postgresql']
    with connection.cursor() as cursor:
        cursor.execute(f"SET jit = off; SET lock_timeout = '{seconds}s'")
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


@contextlib.contextmanager
def single_statements(connection):
    """Run each statement of a block that reads, or has but one, as it comes.

    PERF: BEGIN and the end are a round trip each, often more than what they
    stand around. On PostgreSQL and at READ COMMITTED nothing is lost: every
    statement sees what was committed before it, with them or without.
    """
    driver = None
    if connection.dialect.driver == 'psycopg':
        driver = connection.connection.driver_connection
    if driver is None or driver.autocommit:
        yield
        return
    driver.autocommit = True
    try:
        yield
    finally:
        if not driver.closed:
            driver.autocommit = False


@contextlib.contextmanager
def alone(connection, name):
    """Keep every other connection that asks by `name` waiting meanwhile.

    On SQLite it is whoever writes; see `about_to_write`.
    """
    if connection.dialect.name == 'postgresql':
        # Until the end of the transaction, and for as long as it takes.
        connection.exec_driver_sql('SET LOCAL lock_timeout = 0')
        key = zlib.crc32(name.encode())
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    if connection.dialect.name not in ('mysql', 'mariadb'):
        yield
        return
    # A migration there commits at every step, which keeps this lock.
    if not connection.scalar(sa.select(sa.func.get_lock(name, 600))):
        raise RuntimeError(f'another process keeps the lock {name!r}')
    try:
        yield
    finally:
        connection.execute(sa.select(sa.func.release_lock(name)))


def present_moment(connection):
    """Return the present moment by the database's clock, as naive UTC.

    None where that is the clock of this machine.
    """
    statement = {
        'postgresql': "SELECT clock_timestamp() AT TIME ZONE 'UTC'",
        'sqlite': None,
    }.get(connection.dialect.name, 'SELECT UTC_TIMESTAMP(6)')
    return statement and connection.exec_driver_sql(statement).scalar_one()


def most_clients(connection):
    """Return how many connections the database's server admits."""
    statement = {
        'postgresql': "SELECT current_setting('max_connections')::integer",
    }.get(connection.dialect.name, 'SELECT @@max_connections')
    return connection.exec_driver_sql(statement).scalar_one()


def takes_arrays(connection):
    """Tell whether a parameter may be an array; see `rows_of_arrays`."""
    return connection.dialect.name == 'postgresql'


def rows_of_arrays(columns):
    """Return rows out of one array for each column, to select from.

    `columns` are columns or types by name; `by_column` makes the parameters.

    PERF: PostgreSQL's driver sends a statement for many rows once for each
    row, and reads the text of one statement parameter by parameter.
    """
    arrays = [
        sa.bindparam(_array(name), type_=postgresql.ARRAY(type_))
        for name, type_ in columns.items()
    ]
    return sa.func.unnest(*arrays).table_valued(*columns).render_derived()


def by_column(rows):
    """Return the parameters that `rows_of_arrays` takes; all rows alike."""
    return {_array(name): [row[name] for row in rows] for name in rows[0]}


def _array(name):
    # A parameter of a column's name would be the column's new value.
    return f'all_{name}'


def insert_all(connection, table, new):
    """Write rows, all of the same columns, with as few statements as fit."""
    if not takes_arrays(connection):
        connection.execute(table.insert(), new)
        return
    connection.execute(_insertion(table, tuple(new[0])), by_column(new))


@functools.cache
def _insertion(table, names):
    rows = rows_of_arrays({name: table.c[name].type for name in names})
    return table.insert().from_select(names, sa.select(rows))


def is_among(connection, column, values):
    """Return the condition that a column has one of many values.

    PERF: as of `insert_all`, many values are one parameter to PostgreSQL.
    It takes them for rows: what it would compare with an array, it may compare
    with each value in turn.
    """
    if connection.dialect.name != 'postgresql':
        return column.in_(values)
    array = sa.bindparam(
        None, list(values), type_=postgresql.ARRAY(column.type)
    )
    return column.in_(sa.select(sa.func.unnest(array)))


def may_insert_selected(connection):
    """Tell whether rows out of a select disturb no other insertion."""
    # InnoDB locks the numbering of ids meanwhile, and who meets there fails.
    return connection.dialect.name not in ('mysql', 'mariadb')


def may_write_in_select(engine):
    """Tell whether a statement may have parts that write and return rows."""
    return engine.dialect.name == 'postgresql'


def insert_missing(connection, table):
    """Return an INSERT into `table` that skips rows already there."""
    name = connection.dialect.name
    if name == 'postgresql':
        return postgresql.insert(table).on_conflict_do_nothing()
    if name == 'sqlite':
        return sqlite.insert(table).on_conflict_do_nothing()
    # Not INSERT IGNORE: that also swallows broken references and cut text.
    key = next(iter(table.primary_key.columns))
    return mysql.insert(table).on_duplicate_key_update({key.name: key})


def insert_or_update(name, table, key, takes, changes, source=None):
    """Return an INSERT that updates the row where `key` is taken.

    `name` is the dialect's, so that the statement may be made once for it.

    That row takes the columns `takes` from the new one, and makes `changes`.
    Either way it is locked until the commit. `source` are the columns that
    are inserted, and a select of rows for them.
    """
    if name in ('postgresql', 'sqlite'):
        insert = {'postgresql': postgresql, 'sqlite': sqlite}[name].insert(
            table
        )
        if source:
            insert = insert.from_select(*source, include_defaults=False)
        taken = {column: insert.excluded[column] for column in takes}
        return insert.on_conflict_do_update(
            index_elements=[key], set_=taken | changes
        )
    insert = mysql.insert(table)
    if source:
        insert = insert.from_select(*source, include_defaults=False)
    taken = {column: insert.inserted[column] for column in takes}
    return insert.on_duplicate_key_update(**taken, **changes)


class whole(sa.sql.functions.FunctionElement):  # noqa: N801
    """The whole part of a number that is not negative, as an integer.

    A number beyond all integers becomes nearly the largest one.
    """

    type = sa.BigInteger()
    name = 'whole'
    inherit_cache = True


#: The largest double below 2 ** 63.
_LARGEST = '9223372036854774784.0'


@compiler.compiles(whole)
def _whole(element, compiled, **options):
    number = compiled.process(element.clauses, **options)
    # A cast alone would round.
    return f'CAST(LEAST(FLOOR({number}), {_LARGEST}) AS BIGINT)'


@compiler.compiles(whole, 'mysql')
@compiler.compiles(whole, 'mariadb')
def _whole_mysql(element, compiled, **options):
    number = compiled.process(element.clauses, **options)
    return f'CAST(LEAST(FLOOR({number}), {_LARGEST}) AS SIGNED)'


@compiler.compiles(whole, 'sqlite')
def _whole_sqlite(element, compiled, **options):
    number = compiled.process(element.clauses, **options)
    return f'CAST(MIN({number}, {_LARGEST}) AS INTEGER)'
