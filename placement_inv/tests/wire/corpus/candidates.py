"""Allocation candidates, with resource classes of their own."""

from placement_inv.tests.wire.corpus.request import Request


def requests(world):
    """Return the requests of this part."""
    big, small = world.custom('BIG'), world.custom('SMALL')
    trait, aggregate = world.custom('T'), world.uuid(50)
    for name in (big, small):
        yield Request('POST', '/resource_classes', {'name': name})
    yield Request('PUT', f'/traits/{trait}')
    yield from world.make(1, **{big: 8, small: 8})
    yield from world.make(2, **{big: 8})
    yield from world.make(3, parent=2, **{small: 8})
    yield from world.make(4, parent=2, **{small: 2})
    yield Request(
        'PUT',
        f'{world.provider(3)}/traits',
        {
            'resource_provider_generation': world.generation(3),
            'traits': [trait],
        },
    )
    yield Request(
        'PUT',
        f'{world.provider(1)}/aggregates',
        [aggregate]
        if world.minor < 19
        else {
            'aggregates': [aggregate],
            'resource_provider_generation': world.generation(1),
        },
    )
    yield from _queries(world, big, small)


def _queries(world, big, small):
    trait, aggregate = world.custom('T'), world.uuid(50)
    for query in (
        f'resources={big}:1',
        f'resources={big}:9',
        f'resources={big}:1,{small}:1',
        f'resources={big}:1,{small}:4',
        f'resources={big}:1&limit=1',
        f'resources={big}:1&limit=0',
        f'resources={small}:1&required={trait}',
        f'resources={small}:1&required=!{trait}',
        f'resources={small}:1&required=in:{trait},HW_CPU_X86_VMX',
        f'resources={big}:1&required=PONY',
        f'resources={big}:1&member_of={aggregate}',
        f'resources={big}:1&member_of=!{aggregate}',
        f'resources={big}:1&in_tree={world.uuid(3)}',
        f'resources={big}:1&in_tree={world.uuid(99)}',
        f'resources={big}:1&resources1={small}:1',
        f'resources={big}:1&resources1={small}:1&resources2={small}:1',
        f'resources1={small}:1&resources2={small}:1&group_policy=isolate',
        f'resources1={small}:1&resources2={small}:1&group_policy=none',
        f'resources_A={big}:1&resources_B={small}:1&group_policy=none'
        '&same_subtree=_A,_B',
        f'resources={small}:1&required_A={trait}&same_subtree=_A',
        f'resources={big}:1&root_required=!{trait}',
        f'resources={big}:1&root_required={trait}',
        'resources=PONY:1',
        'resources=VCPU',
        'resources=',
        '',
        f'resources={big}:1&pony=1',
        f'required={trait}',
    ):
        yield Request('GET', f'/allocation_candidates?{query}')
