"""The database's clock, by which rows age.

Processes on several machines write rows and delete the old ones. Their clocks
may differ, so that both the times of such rows and the time of a deletion come
from the database.
"""

import sqlalchemy as sa
from sqlalchemy.ext import compiler


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


def read(connection):
    """Return the time by the database's clock, as naive UTC."""
    return connection.scalar(sa.select(now()))
