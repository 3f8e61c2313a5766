"""Shared parts of all tables: the MetaData, column types, timestamps."""

import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql

metadata = sa.MetaData(
    naming_convention={
        'ix': 'ix_%(table_name)s_%(column_0_N_name)s',
        'uq': 'uq_%(table_name)s_%(column_0_N_name)s',
        'ck': 'ck_%(table_name)s_%(constraint_name)s',
        'fk': 'fk_%(table_name)s_%(column_0_N_name)s',
        'pk': 'pk_%(table_name)s',
    }
)

#: Text compares byte by byte on every database: MariaDB's default collation
#: would take names that differ in case for one. The rest of the collation is
#: set by `placement_inv.db.collation`. Ids are never reused, so that an old id
#: that a client kept never refers to another row.
_TABLE_ARGS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}

#: Naive UTC with microseconds; MariaDB's default is whole seconds.
DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)

#: Text of any length; MariaDB's TEXT ends at 64 KiB.
LongText = sa.Text().with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')

#: A JSON document; binary on PostgreSQL so that indexes can serve it.
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)


def utcnow():
    """Return the current time as naive UTC, as in the tables."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def table(name, *columns):
    """Declare a table on the one MetaData."""
    return sa.Table(name, metadata, *columns, **_TABLE_ARGS)


def timestamps():
    """Return the columns of when a row was created and last updated."""
    return (
        sa.Column('created_at', DateTime, nullable=False, default=utcnow),
        sa.Column(
            'updated_at',
            DateTime,
            nullable=False,
            default=utcnow,
            onupdate=utcnow,
        ),
    )


def flag(name, default):
    """Return a boolean column that is never NULL."""
    return sa.Column(
        name,
        sa.Boolean(create_constraint=False),
        nullable=False,
        default=default,
        server_default=sa.true() if default else sa.false(),
    )
