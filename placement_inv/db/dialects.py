"""What differs between databases, each difference a function by dialect."""

import contextlib
import functools
import zlib

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext import compiler


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

    On SQLite it is whoever writes; see `engines.about_to_write`.
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


def insert_all(connection, table, new, returned=()):
    """Write rows, all of the same columns, with as few statements as fit.

    Return the columns `returned` of the new rows, in any order, as tuples;
    None from a database that would not tell.
    """
    if not takes_arrays(connection):
        connection.execute(table.insert(), new)
        return None
    shared = _find_shared_values(new)
    names = tuple(name for name in new[0] if name not in shared)
    arrays = by_column([{name: row[name] for name in names} for row in new])
    written = connection.execute(
        _insertion(table, names, tuple(shared), tuple(returned)),
        {**arrays, **{_one(name): value for name, value in shared.items()}},
    )
    return written.tuples().all() if returned else None


def _find_shared_values(new):
    """Return {column: value} of what is the same object in all rows.

    PERF: most of what new rows have is said once for all of them, and an
    array of it takes a thousand times as long. One column at least is left:
    it says how many rows there are.
    """
    _counted, *others = new[0]
    return {
        name: new[0][name]
        for name in others
        if all(row[name] is new[0][name] for row in new)
    }


@functools.cache
def _insertion(table, names, shared, returned):
    types = {name: table.c[name].type for name in (*names, *shared)}
    rows = rows_of_arrays({name: types[name] for name in names})
    # Cast: of what is selected the database would guess that NULL is a text.
    values = (
        sa.cast(sa.bindparam(_one(name), type_=types[name]), types[name])
        for name in shared
    )
    insertion = table.insert().from_select(
        (*names, *shared), sa.select(*rows.c, *values)
    )
    if not returned:
        return insertion
    return insertion.returning(*(table.c[name] for name in returned))


def _one(name):
    return f'one_{name}'


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
