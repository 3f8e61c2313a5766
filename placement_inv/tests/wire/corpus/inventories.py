"""Inventories, and what cannot be one."""

from placement_inv.tests.wire.corpus.ask import Ask


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1, VCPU=8, DISK_GB=100)
    place = f'{world.provider(1)}/inventories'
    known = {'resource_provider_generation': world.generation(1)}
    for amounts in (
        {'total': 8},
        {'total': 8, 'reserved': 8},
        {'total': 8, 'reserved': 9},
        {'total': 8, 'reserved': 8, 'allocation_ratio': 2.0},
        {'total': 0},
        {'total': 2**31},
        {'total': 8, 'reserved': -1},
        {'total': 8, 'min_unit': 0},
        {'total': 8, 'pony': 1},
        {'total': 8, 'allocation_ratio': 0.05},
        {'reserved': 1},
    ):
        yield Ask('POST', place, {'resource_class': 'MEMORY_MB', **amounts})
        yield Ask('PUT', f'{place}/DISK_GB', {**known, **amounts})
        yield Ask(
            'PUT',
            place,
            {**known, 'inventories': {'VCPU': amounts, 'DISK_GB': amounts}},
        )
        yield Ask('DELETE', f'{place}/MEMORY_MB')
    yield Ask('PUT', place, {**known, 'inventories': {'PONY': {'total': 1}}})
    yield Ask('POST', place, {'resource_class': 'PONY', 'total': 1})
    yield Ask('POST', place, {'resource_class': 'VCPU', 'total': 1})
    yield Ask('PUT', f'{place}/PONY', {**known, 'total': 1})
    yield Ask('PUT', f'{place}/PGPU', {**known, 'total': 1})
    stale = {'resource_provider_generation': 99}
    yield Ask('PUT', place, {**stale, 'inventories': {}})
    yield Ask('PUT', f'{place}/VCPU', {**stale, 'total': 1})
    yield Ask('PUT', f'{world.provider(99)}/inventories', {})
    for name in ('VCPU', 'PGPU', 'PONY'):
        yield Ask('GET', f'{place}/{name}')
        yield Ask('DELETE', f'{place}/{name}')
    yield Ask('DELETE', place)
    yield from world.see(1)
