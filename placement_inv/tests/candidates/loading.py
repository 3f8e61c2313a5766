"""Writes the rows of a world into the tables."""

from placement_inv.db import tables
from placement_inv.tests.candidates import world as worlds

_t = tables.placement

_NAMES = {
    _t.resource_classes: ('name', worlds.CLASSES),
    _t.traits: ('name', (*worlds.TRAITS, worlds.SHARES)),
    _t.aggregates: ('uuid', worlds.AGGREGATES),
}
_IDS = {
    name: number
    for _column, names in _NAMES.values()
    for number, name in enumerate(names, 1)
}


def add_names(connection):
    """Insert the classes, traits and aggregates of all worlds."""
    for table, (column, names) in _NAMES.items():
        connection.execute(
            table.insert(), [{'id': _IDS[n], column: n} for n in names]
        )


def replace(connection, world):
    """Replace all providers in the tables by those of `world`."""
    providers = _t.resource_providers
    for table in (
        _t.resource_provider_aggregates,
        _t.resource_provider_traits,
        _t.inventories,
    ):
        connection.execute(table.delete())
    connection.execute(
        providers.update().values(
            root_provider_id=None, parent_provider_id=None
        )
    )
    connection.execute(providers.delete())
    for table, rows in _rows(world):
        if rows:
            connection.execute(table.insert(), rows)


def _rows(world):
    """Yield (table, rows) in the order of references."""
    ids = {p.name: number for number, p in enumerate(world.providers, 1)}
    yield (
        _t.resource_providers,
        [
            {
                'id': ids[p.name],
                'uuid': p.uuid,
                'name': p.name,
                'generation': 0,
                'root_provider_id': ids[world.root_of(p).name],
                'parent_provider_id': ids.get(p.parent),
            }
            for p in world.providers
        ],
    )
    yield (
        _t.inventories,
        [
            {
                'resource_provider_id': ids[p.name],
                'resource_class_id': _IDS[name],
                **vars(inventory),
            }
            for p in world.providers
            for name, inventory in p.inventories.items()
        ],
    )
    yield (
        _t.resource_provider_traits,
        [
            {'resource_provider_id': ids[p.name], 'trait_id': _IDS[trait]}
            for p in world.providers
            for trait in sorted(p.traits)
        ],
    )
    yield (
        _t.resource_provider_aggregates,
        [
            {'resource_provider_id': ids[p.name], 'aggregate_id': _IDS[uuid]}
            for p in world.providers
            for uuid in sorted(p.aggregates)
        ],
    )
