"""Providers, their aggregates, and lists of them."""

from placement_inv.tests.wire.corpus.request import Request

_LIST = '/resource_providers'


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1, VCPU=8, DISK_GB=100)
    yield from world.make(2, VCPU=8)
    yield Request('POST', _LIST, {'name': world.name(1)})
    yield Request('POST', _LIST, {'name': 'x', 'uuid': world.uuid(1)})
    for body in (
        {'name': ''},
        {'name': 'x' * 201},
        {'name': 7},
        {'uuid': world.uuid(3)},
        {'name': 'x', 'uuid': 'pony'},
        {'name': 'x', 'pony': 1},
        [],
    ):
        yield Request('POST', _LIST, body)
        yield Request('PUT', world.provider(1), body)
        yield Request('PUT', world.provider(99), body)
    yield Request('PUT', world.provider(1), {'name': world.name(11)})
    yield Request('PUT', world.provider(1), {'name': world.name(2)})
    yield Request('PUT', world.provider(99), {'name': world.name(2)})
    yield from _aggregates(world)
    yield from _lists(world)
    yield from world.see(1)
    yield from world.see(99)
    yield Request('DELETE', world.provider(2))
    yield Request('DELETE', world.provider(2))


def _aggregates(world):
    place = f'{world.provider(1)}/aggregates'
    some = [world.uuid(51), world.uuid(52)]
    yield Request('PUT', place, some)
    yield Request(
        'PUT',
        place,
        {
            'aggregates': some,
            'resource_provider_generation': world.generation(1),
        },
    )
    yield Request(
        'PUT', place, {'aggregates': some, 'resource_provider_generation': 99}
    )
    yield Request('GET', place)
    for body in (
        ['pony'],
        {'aggregates': some},
        {'aggregates': [some[0]] * 2, 'resource_provider_generation': 1},
        [some[0]] * 2,
    ):
        yield Request('PUT', place, body)
        yield Request('PUT', f'{world.provider(99)}/aggregates', body)


def _lists(world):
    here = f'{_LIST}?uuid={world.uuid(1)}'
    one, two, other = (world.uuid(number) for number in (51, 52, 59))
    yield Request(
        'PUT',
        f'{world.provider(1)}/traits',
        {
            'resource_provider_generation': world.generation(1),
            'traits': ['HW_CPU_X86_VMX', 'HW_CPU_X86_AVX'],
        },
    )
    yield Request('GET', f'{_LIST}?name={world.seed}%2011')
    yield Request('GET', f'{_LIST}?name=none')
    yield Request('GET', f'{_LIST}?uuid=pony')
    yield Request('GET', f'{here}&pony=1')
    for query in (
        f'member_of={one}',
        f'member_of={one}&member_of={two}',
        f'member_of={one}&member_of={other}',
        f'member_of=in:{one},{other}',
        f'member_of={one},{other}',
        f'member_of=!{one}',
        f'member_of=!{other}',
        f'member_of=!in:{other},{two}',
        f'member_of={one}&member_of=!{other}',
        'member_of=pony',
        'member_of=!pony',
        'member_of=',
        'resources=VCPU:1',
        'resources=VCPU:9',
        'resources=VCPU:1,DISK_GB:100',
        'resources=VCPU',
        'resources=VCPU:0',
        'resources=VCPU:x',
        'resources=PONY:1',
        'resources=',
        f'in_tree={world.uuid(1)}',
        f'in_tree={world.uuid(2)}',
        f'in_tree={world.uuid(99)}',
        'in_tree=pony',
        'required=HW_CPU_X86_VMX',
        'required=HW_CPU_X86_VMX,HW_CPU_X86_AVX',
        'required=HW_CPU_X86_VMX,HW_CPU_X86_AVX2',
        'required=!HW_CPU_X86_VMX',
        'required=!!HW_CPU_X86_AVX2',
        'required=HW_CPU_X86_VMX,!HW_CPU_X86_AVX2',
        'required=HW_CPU_X86_VMX&required=HW_CPU_X86_AVX2',
        'required=HW_CPU_X86_AVX2&required=HW_CPU_X86_VMX',
        'required=in:HW_CPU_X86_AVX2,HW_CPU_X86_VMX',
        'required=in:HW_CPU_X86_AVX2,!HW_CPU_X86_VMX',
        'required=in:',
        'required=',
        'required=PONY',
        'required=!PONY',
        'required=HW_CPU_X86_VMX,',
    ):
        yield Request('GET', f'{here}&{query}')
