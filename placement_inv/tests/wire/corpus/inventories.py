"""Valid and invalid inventories."""

from placement_inv.tests.wire.corpus.request import Request


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1, VCPU=8, DISK_GB=100)
    path = f'{world.provider(1)}/inventories'
    generation = {'resource_provider_generation': world.generation(1)}
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
        yield Request('POST', path, {'resource_class': 'MEMORY_MB', **amounts})
        yield Request('PUT', f'{path}/DISK_GB', {**generation, **amounts})
        yield Request(
            'PUT',
            path,
            {
                **generation,
                'inventories': {'VCPU': amounts, 'DISK_GB': amounts},
            },
        )
        yield Request('DELETE', f'{path}/MEMORY_MB')
    yield Request(
        'PUT', path, {**generation, 'inventories': {'PONY': {'total': 1}}}
    )
    yield Request('POST', path, {'resource_class': 'PONY', 'total': 1})
    yield Request('POST', path, {'resource_class': 'VCPU', 'total': 1})
    yield Request('PUT', f'{path}/PONY', {**generation, 'total': 1})
    yield Request('PUT', f'{path}/PGPU', {**generation, 'total': 1})
    stale = {'resource_provider_generation': 99}
    yield Request('PUT', path, {**stale, 'inventories': {}})
    yield Request('PUT', f'{path}/VCPU', {**stale, 'total': 1})
    yield Request('PUT', f'{world.provider(99)}/inventories', {})
    for name in ('VCPU', 'PGPU', 'PONY'):
        yield Request('GET', f'{path}/{name}')
        yield Request('DELETE', f'{path}/{name}')
    yield Request('DELETE', path)
    yield from world.see(1)
