"""The SQL that a test compares, on one line with its values in it."""

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite

DIALECTS = {
    'mysql': mysql.dialect(),
    'postgresql': postgresql.dialect(),
    'sqlite': sqlite.dialect(),
}
#: A table with a short text, a long text and a document.
TABLE = sa.table(
    't',
    sa.column('name', sa.String(100)),
    sa.column('note', sa.Text),
    sa.column('doc', sa.JSON),
)


def write(element, dialect_name):
    """Return the SQL of an element in a dialect."""
    statement = element.compile(
        dialect=DIALECTS[dialect_name], compile_kwargs={'literal_binds': True}
    )
    return ' '.join(str(statement).split())


def write_where(condition, table, dialect_name):
    """Return the SQL of a condition on the rows of a table."""
    text = write(
        sa.select(sa.literal_column('1')).where(condition).select_from(table),
        dialect_name,
    )
    return text.split(' WHERE ', 1)[1]
