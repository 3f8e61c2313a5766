"""Text is equal only if every character is, on MariaDB and MySQL too.

Their collation `utf8mb4_bin`, which the migrations name, takes 'a' and 'a '
for one text; the ones that do not have other names on either server. A
migration cannot name both: tables get theirs after every migration.
"""

import sqlalchemy as sa

from placement_inv.db import tables

#: MariaDB's and MySQL's, of which a server has at least one.
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
    """Give every table of ours the exact collation that the server has.

    Other databases compare exactly by themselves. A table that has it is
    left alone.
    """
    if connection.dialect.name not in ('mysql', 'mariadb'):
        return
    exact = _exact(connection)
    for name in _others(connection, exact):
        quoted = connection.dialect.identifier_preparer.quote(name)
        connection.exec_driver_sql(
            f'ALTER TABLE {quoted} '
            f'CONVERT TO CHARACTER SET utf8mb4 COLLATE {exact}'
        )


def _exact(connection):
    found = connection.scalars(
        sa.select(_names.c.collation_name).where(
            _names.c.collation_name.in_(_EXACT)
        )
    )
    return min(found, key=_EXACT.index)


def _others(connection, exact):
    found = connection.scalars(
        sa.select(_tables.c.table_name)
        .where(_tables.c.table_schema == sa.func.database())
        .where(_tables.c.table_name.in_(sorted(tables.metadata.tables)))
        .where(_tables.c.table_collation != exact)
        .order_by(_tables.c.table_name)
    )
    return found.all()
