"""The database's clock, by which rows age.

Processes on several machines write rows and delete the old ones. Their clocks
may differ, so that both the times of such rows and the time of a deletion come
from the database.
"""

import sqlalchemy as sa
from sqlalchemy.ext import compiler

_MICROSECONDS = 1_000_000


class now(sa.sql.functions.FunctionElement):  # noqa: N801
    """The time at which the statement began, as naive UTC.

    PERF: it is part of a statement and costs no other one. It is constant
    within the statement, so that indexes serve comparisons with it.
    """

    type = sa.DateTime()
    name = 'now'
    inherit_cache = True


@compiler.compiles(now, 'postgresql')
def _now_postgresql(_element, _compiler, **_options):
    return "(statement_timestamp() AT TIME ZONE 'UTC')"


@compiler.compiles(now, 'mysql')
@compiler.compiles(now, 'mariadb')
def _now_mysql(_element, _compiler, **_options):
    return 'UTC_TIMESTAMP(6)'


@compiler.compiles(now, 'sqlite')
def _now_sqlite(_element, _compiler, **_options):
    # SQLite has the clock of its machine, in milliseconds. The text is the
    # one in which SQLAlchemy stores a time.
    return "(strftime('%Y-%m-%d %H:%M:%f', 'now') || '000')"


class _After(sa.sql.functions.FunctionElement):
    """The time some microseconds after `now`."""

    type = sa.DateTime()
    name = 'after'
    inherit_cache = True


def after(seconds):
    """Return an expression: the time some seconds after `now`."""
    return _After(sa.literal(round(seconds * _MICROSECONDS), sa.BigInteger))


@compiler.compiles(_After, 'postgresql')
def _after_postgresql(element, compiler_, **options):
    microseconds = compiler_.process(element.clauses, **options)
    start = compiler_.process(now(), **options)
    return f"({start} + {microseconds} * INTERVAL '1 microsecond')"


@compiler.compiles(_After, 'mysql')
@compiler.compiles(_After, 'mariadb')
def _after_mysql(element, compiler_, **options):
    microseconds = compiler_.process(element.clauses, **options)
    start = compiler_.process(now(), **options)
    return f'({start} + INTERVAL {microseconds} MICROSECOND)'


@compiler.compiles(_After, 'sqlite')
def _after_sqlite(element, compiler_, **options):
    microseconds = compiler_.process(element.clauses, **options)
    return (
        "(strftime('%Y-%m-%d %H:%M:%f', 'now', "
        f"({microseconds} / {_MICROSECONDS}.0) || ' seconds') || '000')"
    )


def read(connection):
    """Return the time by the database's clock, as naive UTC."""
    return connection.scalar(sa.select(now()))
