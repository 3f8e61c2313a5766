"""Sets a collation on MariaDB and MySQL that compares texts exactly.

For their collation `utf8mb4_bin`, which the migrations name, 'a' and 'a ' are
equal. The collations without this padding have different names on the two
servers, which a migration cannot both name: tables are converted after each
migration.
"""

import sqlalchemy as sa

from placement_inv.db import tables

#: MariaDB's and MySQL's names; a server has at least one of them.
_EXACT = ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin')

_names = sa.table(
    'collations', sa.column('collation_name'), schema='information_schema'
)
_tables = sa.table(
    'tables',
    sa.column('table_schema'),
    sa.column('table_name'),
    sa.column('table_collation'),
    schema='information_schema',
)


def make_exact(connection):
    """Convert our tables to the exact collation of the server.

    Other databases always compare exactly. Tables that already have the
    collation are not changed.
    """
    if connection.dialect.name not in ('mysql', 'mariadb'):
        return
    collation = _find_exact_collation(connection)
    for name in _find_tables_without(connection, collation):
        table = connection.dialect.identifier_preparer.quote(name)
        connection.exec_driver_sql(
            f'ALTER TABLE {table} '
            f'CONVERT TO CHARACTER SET utf8mb4 COLLATE {collation}'
        )


def _find_exact_collation(connection):
    names = connection.scalars(
        sa.select(_names.c.collation_name).where(
            _names.c.collation_name.in_(_EXACT)
        )
    )
    return min(names, key=_EXACT.index)


def _find_tables_without(connection, collation):
    names = connection.scalars(
        sa.select(_tables.c.table_name)
        .where(_tables.c.table_schema == sa.func.database())
        .where(_tables.c.table_name.in_(sorted(tables.metadata.tables)))
        .where(_tables.c.table_collation != collation)
        .order_by(_tables.c.table_name)
    )
    return names.all()
