"""Differences between databases: one function for each."""

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
    """Commit after each statement of a block that only reads, or has one.

    PERF: BEGIN and COMMIT are a round trip each, often longer than the
    statement. On PostgreSQL at READ COMMITTED the results are the same: in a
    transaction, too, each statement sees what was committed before it.
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
def named_lock(connection, name):
    """Hold the lock `name`: other connections that take it wait meanwhile.

    On SQLite the write lock does this; see `engines.about_to_write`. Raises
    RuntimeError on MariaDB and MySQL after ten minutes without the lock.
    """
    if connection.dialect.name == 'postgresql':
        # Wait without a limit. The transaction's end releases the lock.
        connection.exec_driver_sql('SET LOCAL lock_timeout = 0')
        key = zlib.crc32(name.encode())
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    if connection.dialect.name not in ('mysql', 'mariadb'):
        yield
        return
    # A migration there commits at every step; this lock outlives commits.
    if not connection.scalar(sa.select(sa.func.get_lock(name, 600))):
        raise RuntimeError(f'another process keeps the lock {name!r}')
    try:
        yield
    finally:
        connection.execute(sa.select(sa.func.release_lock(name)))


@contextlib.contextmanager
def without_foreign_keys(connection):
    """Let a migration on SQLite copy a table to which others refer.

    SQLite alters a table by making another, and dropping the first would
    delete the rows that refer to it. The connection must not be in a
    transaction, in which SQLite ignores the setting.
    """
    if connection.dialect.name != 'sqlite':
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute('PRAGMA foreign_keys=OFF')
    try:
        yield
    finally:
        driver.execute('PRAGMA foreign_keys=ON')


def writes_lock_what_they_read(connection):
    """Tell whether a subquery of a statement that writes locks its rows.

    MariaDB and MySQL do so at their usual isolation level.
    """
    return connection.dialect.name in ('mysql', 'mariadb')


def read_max_connections(connection):
    """Return how many connections the database server allows."""
    statement = {
        'postgresql': "SELECT current_setting('max_connections')::integer",
    }.get(connection.dialect.name, 'SELECT @@max_connections')
    return connection.exec_driver_sql(statement).scalar_one()


def accepts_arrays(connection):
    """Tell whether a parameter may be an array; see `rows_of_arrays`."""
    return connection.dialect.name == 'postgresql'


def rows_of_arrays(columns):
    """Return a table value of rows, from one array parameter a column.

    `columns` are columns or types by name; `group_by_column` makes the
    parameters.

    PERF: PostgreSQL's driver would send a statement for many rows once for
    each row; in one statement it would parse a parameter for each value.
    """
    arrays = [
        sa.bindparam(_array(name), type_=postgresql.ARRAY(type_))
        for name, type_ in columns.items()
    ]
    return sa.func.unnest(*arrays).table_valued(*columns).render_derived()


def group_by_column(rows):
    """Return the parameters of `rows_of_arrays`: {name: values of all rows}.

    All rows have the same columns.
    """
    return {_array(name): [row[name] for row in rows] for name in rows[0]}


def _array(name):
    # SQLAlchemy takes a parameter of a column's name for its new value.
    return f'all_{name}'


def insert_all(connection, table, new_rows, returning=()):
    """Insert rows, all of the same columns, with as few statements as fit.

    Return the columns `returning` of the new rows, in any order; None from a
    database that does not return them for many rows.
    """
    if not accepts_arrays(connection):
        connection.execute(table.insert(), new_rows)
        return None
    shared_values = _find_shared_values(new_rows)
    names = tuple(name for name in new_rows[0] if name not in shared_values)
    arrays = group_by_column(
        [{name: row[name] for name in names} for row in new_rows]
    )
    result = connection.execute(
        _build_insert(table, names, tuple(shared_values), tuple(returning)),
        {
            **arrays,
            **{
                _shared_parameter(name): value
                for name, value in shared_values.items()
            },
        },
    )
    return result.all() if returning else None


def _find_shared_values(new_rows):
    """Return {column: value} of values that are one object in all rows.

    PERF: most columns of new rows have one value, and sending it in an array
    takes a thousand times as long. The first column always stays an array:
    its length is the number of rows.
    """
    _array_column, *others = new_rows[0]
    return {
        name: new_rows[0][name]
        for name in others
        if all(row[name] is new_rows[0][name] for row in new_rows)
    }


@functools.cache
def _build_insert(table, names, shared_names, returning):
    types = {name: table.c[name].type for name in (*names, *shared_names)}
    rows = rows_of_arrays({name: types[name] for name in names})
    # Without the cast, PostgreSQL takes a selected NULL for a text.
    values = (
        sa.cast(
            sa.bindparam(_shared_parameter(name), type_=types[name]),
            types[name],
        )
        for name in shared_names
    )
    insert = table.insert().from_select(
        (*names, *shared_names), sa.select(*rows.c, *values)
    )
    if not returning:
        return insert
    return insert.returning(*(table.c[name] for name in returning))


def _shared_parameter(name):
    return f'one_{name}'


def is_among(connection, column, values):
    """Return the condition that a column has one of many values.

    PERF: as in `insert_all`, many values are one parameter on PostgreSQL. It
    gets them as rows, which it can hash; it may compare each row of the table
    with each value of an array.
    """
    if connection.dialect.name != 'postgresql':
        return column.in_(values)
    array = sa.bindparam(
        None, list(values), type_=postgresql.ARRAY(column.type)
    )
    return column.in_(sa.select(sa.func.unnest(array)))


def select_first_ids(connection, table, constants, key):
    """Return a select of the smallest id of each value of a column.

    Only of rows whose columns have the values `constants`. An index of these
    columns, the `key` and `id`, in this order, has to exist.

    PERF: a database reads a few entries of the index for each value, not an
    entry for each row. The others do so by a recursive query; MariaDB does if
    all columns of the index are grouped by, and its statistics of the index,
    which it renews itself, say that rows share values.
    """
    if connection.dialect.name in ('mysql', 'mariadb'):
        return (
            sa.select(sa.func.min(table.c.id))
            .where(*_equals(table, constants), key.is_not(None))
            .group_by(*(table.c[name] for name in constants), key)
        )
    first, next_, own = table.alias(), table.alias(), table.alias()
    values = sa.select(
        sa.select(first.c[key.name])
        .where(*_equals(first, constants), first.c[key.name].is_not(None))
        .order_by(first.c[key.name])
        .limit(1)
        .scalar_subquery()
        .label('value')
    ).cte('key_values', recursive=True)
    next_value = (
        sa.select(next_.c[key.name])
        .where(*_equals(next_, constants), next_.c[key.name] > values.c.value)
        .order_by(next_.c[key.name])
        .limit(1)
        .correlate(values)
        .scalar_subquery()
    )
    values = values.union_all(
        sa.select(next_value)
        .select_from(values)
        .where(values.c.value.is_not(None))
    )
    first_id = (
        sa.select(own.c.id)
        .where(*_equals(own, constants), own.c[key.name] == values.c.value)
        .order_by(own.c.id)
        .limit(1)
        .correlate(values)
        .scalar_subquery()
    )
    return sa.select(first_id).where(values.c.value.is_not(None))


def _equals(table, constants):
    return [table.c[name] == value for name, value in constants.items()]


#: More ids than this are written into a statement.
_FEW_IDS = 100


def has_one_of_ids(column, ids):
    """Return the condition that a column of integers has one of any number.

    `ids` is a list or a tuple, or a select of them.

    PERF: thousands of parameters are slow, and servers accept 65,535 at most.
    Integers need no quoting. A few stay parameters, so that their statement is
    always the same.
    """
    if isinstance(ids, sa.Select) or len(ids) <= _FEW_IDS:
        return column.in_(ids)
    return column.in_(
        sa.bindparam(None, list(ids), expanding=True, literal_execute=True)
    )


def may_insert_selected(connection):
    """Tell whether INSERT … SELECT may run at the same time as others."""
    # InnoDB locks the table's next id meanwhile; insertions may deadlock.
    return connection.dialect.name not in ('mysql', 'mariadb')


def may_write_in_select(engine):
    """Tell whether a CTE may write rows and return them."""
    return engine.dialect.name == 'postgresql'


def insert_missing(connection, table):
    """Return an INSERT into `table` that skips rows that already exist."""
    name = connection.dialect.name
    if name == 'postgresql':
        return postgresql.insert(table).on_conflict_do_nothing()
    if name == 'sqlite':
        return sqlite.insert(table).on_conflict_do_nothing()
    # INSERT IGNORE would also hide broken references and truncated text.
    key = next(iter(table.primary_key.columns))
    return mysql.insert(table).on_duplicate_key_update({key.name: key})


def insert_or_update(
    dialect_name, table, key, copied_columns, changes, source=None
):
    """Return an INSERT that updates the row which already has the `key`.

    Of that row the `copied_columns` get the values of the new row, and
    `changes` are applied. New or not, the row is locked until the commit.
    `source` is a pair: the names of the inserted columns, and a select of the
    rows. The dialect is a name, so that callers can cache the statement.
    """
    if dialect_name in ('postgresql', 'sqlite'):
        dialect = {'postgresql': postgresql, 'sqlite': sqlite}[dialect_name]
        insert = dialect.insert(table)
        if source:
            insert = insert.from_select(*source, include_defaults=False)
        copies = {name: insert.excluded[name] for name in copied_columns}
        return insert.on_conflict_do_update(
            index_elements=[key], set_=copies | changes
        )
    insert = mysql.insert(table)
    if source:
        insert = insert.from_select(*source, include_defaults=False)
    copies = {name: insert.inserted[name] for name in copied_columns}
    return insert.on_duplicate_key_update(**copies, **changes)


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
def _whole(element, compiler_, **options):
    number = compiler_.process(element.clauses, **options)
    # A cast alone would round.
    return f'CAST(LEAST(FLOOR({number}), {_LARGEST}) AS BIGINT)'


@compiler.compiles(whole, 'mysql')
@compiler.compiles(whole, 'mariadb')
def _whole_mysql(element, compiler_, **options):
    number = compiler_.process(element.clauses, **options)
    return f'CAST(LEAST(FLOOR({number}), {_LARGEST}) AS SIGNED)'


@compiler.compiles(whole, 'sqlite')
def _whole_sqlite(element, compiler_, **options):
    number = compiler_.process(element.clauses, **options)
    return f'CAST(MIN({number}, {_LARGEST}) AS INTEGER)'
