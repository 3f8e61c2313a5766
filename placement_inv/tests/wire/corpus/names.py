"""Traits and resource classes."""

from placement_inv.tests.wire.corpus.request import Request


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1)
    yield from _traits(world, f'/traits/{world.custom("T")}')
    yield from _classes(world, f'/resource_classes/{world.custom("K")}')


def _traits(world, place):
    name = world.custom('T')
    for _ in range(2):
        yield Request('PUT', place)
    yield Request('GET', place)
    for wrong in ('PONY', 'CUSTOM_', 'CUSTOM_pony', 'CUSTOM_' + 'A' * 249):
        yield Request('PUT', f'/traits/{wrong}')
        yield Request('GET', f'/traits/{wrong}')
        yield Request('DELETE', f'/traits/{wrong}')
    for query in (
        f'name=in:{name},PONY',
        f'name=startswith:{name}',
        f'name={name}',
        f'name=in:{name}&associated=true',
        f'name=in:{name}&associated=false',
        'associated=pony',
        'pony=1',
    ):
        yield Request('GET', f'/traits?{query}')
    at_provider = f'{world.provider(1)}/traits'
    generation = {'resource_provider_generation': world.generation(1)}
    for body in (
        {**generation, 'traits': [name, 'HW_CPU_X86_VMX']},
        {**generation, 'traits': [name]},
        {**generation, 'traits': [name]},
        {**generation, 'traits': ['PONY']},
        {**generation, 'traits': ['']},
        {'traits': []},
        {'resource_provider_generation': 99, 'traits': []},
    ):
        yield Request('PUT', at_provider, body)
        yield Request('GET', at_provider)
    yield Request('PUT', f'{world.provider(99)}/traits', {'traits': []})
    yield Request('DELETE', place)
    yield Request('DELETE', at_provider)
    yield Request('DELETE', place)
    yield Request('DELETE', '/traits/HW_CPU_X86_VMX')


def _classes(world, place):
    name = world.custom('K')
    yield Request('POST', '/resource_classes', {'name': name})
    yield Request('POST', '/resource_classes', {'name': name})
    yield Request('POST', '/resource_classes', {'name': 'PONY'})
    yield Request('GET', place)
    yield Request('PUT', place, {'name': f'{name}_2'})
    yield Request('PUT', place)
    yield Request('PUT', '/resource_classes/VCPU', {'name': f'{name}_3'})
    yield Request('PUT', '/resource_classes/VCPU')
    yield Request('GET', '/resource_classes/VCPU')
    yield Request('GET', '/resource_classes/PONY')
    yield Request('DELETE', '/resource_classes/VCPU')
    yield Request('DELETE', place)
    yield Request('DELETE', place)
