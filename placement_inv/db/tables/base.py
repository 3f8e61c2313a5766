"""What all tables share: one MetaData, column types, row timestamps."""

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

#: Text compares byte by byte on every database, so that one name is one
#: name everywhere: MariaDB's default collation would fold case. What remains
#: to be said there, `placement_inv.db.collation` says. An id is never given
#: twice, so that a client's old id never means another row.
_TABLE_ARGS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}

#: Naive UTC with microseconds; MariaDB keeps whole seconds unless told.
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
    """Return the present moment as naive UTC, as the tables keep it."""
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)


def table(name, *columns):
    """Declare a table on the one MetaData."""
    return sa.Table(name, metadata, *columns, **_TABLE_ARGS)


def timestamps():
    """Return the columns that say when a row was made and last changed."""
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
