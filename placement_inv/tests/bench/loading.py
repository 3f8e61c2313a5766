"""Writes providers directly into the tables of either service.

Both services have tables of the same names, except for aggregates. Columns of
only one service are filled if they exist.
"""

import datetime

import sqlalchemy as sa

_ROWS_A_STATEMENT = 1000
_CLAIM_TABLES = ('allocations', 'consumers')
_TABLES = (
    *_CLAIM_TABLES,
    'inventories',
    'resource_provider_aggregates',
    'resource_provider_traits',
    'resource_providers',
)
_AGGREGATES = ('aggregates', 'placement_aggregates')


def replace(service, world):
    """Replace all providers of a service by those of `world`."""
    with service.connection() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        tables = tables.tables
        aggregates = next(tables[n] for n in _AGGREGATES if n in tables)
        connection.exec_driver_sql(
            f'TRUNCATE {", ".join((*_TABLES, aggregates.name))} CASCADE'
        )
        ids = _add_providers(connection, tables['resource_providers'], world)
        _add_inventories(connection, tables, ids, world)
        _add_traits(connection, tables, ids, world)
        _add_aggregates(connection, tables, aggregates, ids, world)
        connection.exec_driver_sql('VACUUM ANALYZE')
        # PostgreSQL does not use the index of a table that was analyzed while
        # it was empty, until the next ANALYZE, and autovacuum is off here.
        # TRUNCATE resets the statistics: then it assumes that there are rows.
        connection.exec_driver_sql(
            f'TRUNCATE {", ".join(_CLAIM_TABLES)} CASCADE'
        )


def _add_providers(connection, table, world):
    """Return {name: id}; a root has no parent."""
    ids, roots = {}, {}
    for level in _levels(world):
        _insert(
            connection,
            table,
            [
                {
                    'uuid': each.uuid,
                    'name': each.name,
                    'generation': 1,
                    'parent_provider_id': ids.get(each.parent),
                    'root_provider_id': roots.get(each.parent),
                }
                for each in level
            ],
        )
        connection.execute(
            table.update()
            .where(table.c.parent_provider_id.is_(None))
            .values(root_provider_id=table.c.id)
        )
        rows = connection.execute(
            sa.select(table.c.name, table.c.id, table.c.root_provider_id)
        ).all()
        ids = {name: number for name, number, _root in rows}
        roots = {name: root for name, _number, root in rows}
    return ids


def _levels(world):
    """Yield the roots, then their children, and so on."""
    children = {}
    for each in world:
        children.setdefault(each.parent, []).append(each)
    level = children.get(None)
    while level:
        yield level
        level = [
            child for each in level for child in children.get(each.name, ())
        ]


def _add_inventories(connection, tables, ids, world):
    classes = _ids(connection, tables['resource_classes'])
    _insert(
        connection,
        tables['inventories'],
        [
            {
                'resource_provider_id': ids[each.name],
                'resource_class_id': classes[name],
                'used': 0,
                **vars(inventory),
            }
            for each in world
            for name, inventory in each.inventories.items()
        ],
    )


def _add_traits(connection, tables, ids, world):
    traits = _ids(connection, tables['traits'])
    _insert(
        connection,
        tables['resource_provider_traits'],
        [
            {'resource_provider_id': ids[each.name], 'trait_id': traits[name]}
            for each in world
            for name in each.traits
        ],
    )


def _add_aggregates(connection, tables, aggregates, ids, world):
    uuids = sorted({uuid for each in world for uuid in each.aggregates})
    _insert(connection, aggregates, [{'uuid': uuid} for uuid in uuids])
    ids_by_uuid = _ids(connection, aggregates, 'uuid')
    _insert(
        connection,
        tables['resource_provider_aggregates'],
        [
            {
                'resource_provider_id': ids[each.name],
                'aggregate_id': ids_by_uuid[uuid],
            }
            for each in world
            for uuid in each.aggregates
        ],
    )


def _ids(connection, table, column='name'):
    rows = connection.execute(sa.select(table.c[column], table.c.id))
    return {name: number for name, number in rows}


def _insert(connection, table, rows):
    """Insert `rows` without columns that the table does not have."""
    columns = set(table.c.keys())
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    times = {'created_at': now, 'updated_at': now}
    rows = [
        {
            name: value
            for name, value in (times | row).items()
            if name in columns
        }
        for row in rows
    ]
    for start in range(0, len(rows), _ROWS_A_STATEMENT):
        connection.execute(
            table.insert(), rows[start : start + _ROWS_A_STATEMENT]
        )
