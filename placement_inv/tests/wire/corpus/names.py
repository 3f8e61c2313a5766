"""Traits and resource classes."""

from placement_inv.tests.wire.corpus.ask import Ask


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1)
    yield from _traits(world, f'/traits/{world.custom("T")}')
    yield from _classes(world, f'/resource_classes/{world.custom("K")}')


def _traits(world, place):
    name = world.custom('T')
    for _ in range(2):
        yield Ask('PUT', place)
    yield Ask('GET', place)
    for wrong in ('PONY', 'CUSTOM_', 'CUSTOM_pony', 'CUSTOM_' + 'A' * 249):
        yield Ask('PUT', f'/traits/{wrong}')
        yield Ask('GET', f'/traits/{wrong}')
        yield Ask('DELETE', f'/traits/{wrong}')
    for said in (
        f'name=in:{name},PONY',
        f'name=startswith:{name}',
        f'name={name}',
        f'name=in:{name}&associated=true',
        f'name=in:{name}&associated=false',
        'associated=pony',
        'pony=1',
    ):
        yield Ask('GET', f'/traits?{said}')
    at_provider = f'{world.provider(1)}/traits'
    known = {'resource_provider_generation': world.generation(1)}
    for body in (
        {**known, 'traits': [name, 'HW_CPU_X86_VMX']},
        {**known, 'traits': [name]},
        {**known, 'traits': [name]},
        {**known, 'traits': ['PONY']},
        {**known, 'traits': ['']},
        {'traits': []},
        {'resource_provider_generation': 99, 'traits': []},
    ):
        yield Ask('PUT', at_provider, body)
        yield Ask('GET', at_provider)
    yield Ask('PUT', f'{world.provider(99)}/traits', {'traits': []})
    yield Ask('DELETE', place)
    yield Ask('DELETE', at_provider)
    yield Ask('DELETE', place)
    yield Ask('DELETE', '/traits/HW_CPU_X86_VMX')


def _classes(world, place):
    name = world.custom('K')
    yield Ask('POST', '/resource_classes', {'name': name})
    yield Ask('POST', '/resource_classes', {'name': name})
    yield Ask('POST', '/resource_classes', {'name': 'PONY'})
    yield Ask('GET', place)
    yield Ask('PUT', place, {'name': f'{name}_2'})
    yield Ask('PUT', place)
    yield Ask('PUT', '/resource_classes/VCPU', {'name': f'{name}_3'})
    yield Ask('PUT', '/resource_classes/VCPU')
    yield Ask('GET', '/resource_classes/VCPU')
    yield Ask('GET', '/resource_classes/PONY')
    yield Ask('DELETE', '/resource_classes/VCPU')
    yield Ask('DELETE', place)
    yield Ask('DELETE', place)
