"""Invalid bodies, and the errors for them."""

from placement_inv.tests.wire.corpus.request import Request

#: Versions at which a body changes its format, and the last version.
_MINORS = (0, 8, 12, 14, 19, 28, 34, 37, 38, 39)


def requests(world):
    """Return the requests of this part."""
    if world.minor not in _MINORS:
        return
    yield from world.make(1)
    yield from _provider_requests(world, world.provider(1))
    for body in _consumer_bodies(world):
        allocations_path = f'/allocations/{world.uuid(80)}'
        yield Request('PUT', allocations_path, body)
        yield Request('POST', '/allocations', {world.uuid(81): body})
        reshape = {'inventories': {}, 'allocations': {world.uuid(80): body}}
        yield Request('POST', '/reshaper', reshape)
    for body in _reshape_bodies(world):
        yield Request('POST', '/reshaper', body)


def _consumer_bodies(world):
    owner = {'project_id': 'p', 'user_id': 'u'}
    valid = {**owner, 'consumer_generation': None}
    here = world.uuid(99)
    some = {here: {'resources': {'VCPU': 1}}}
    for allocations in (
        {here: {'pony': 1}},
        {here: {}},
        {here: {'resources': {}}},
        {here: {'resources': {'pony': 1}}},
        {here: {'resources': {'VCPU': 'x'}}},
        {here: {'resources': {'VCPU': 0}}},
        {here: {'resources': {'VCPU': 1}, 'generation': 'x'}},
        {'pony': {'resources': {'VCPU': 1}}},
        {},
        [],
        [{'pony': 1}],
        [{'resource_provider': {'pony': 1}, 'resources': {'VCPU': 1}}],
        [{'resource_provider': {'uuid': 'x'}, 'resources': {'VCPU': 1}}],
        [{'resource_provider': {'uuid': here}, 'resources': {}}],
        None,
    ):
        yield {'allocations': allocations, **owner}
        yield {'allocations': allocations, **valid}
        yield {'allocations': allocations, **valid, 'consumer_type': 'X'}
    yield from (
        {'pony': 1},
        {'allocations': {}, 'pony': 1},
        {'allocations': some, 'pony': 1},
        {'allocations': some, **valid, 'project_id': 1},
        {'allocations': some, **valid, 'project_id': ''},
        {'allocations': some, **valid, 'user_id': 'u' * 256},
        {'allocations': some, **valid, 'consumer_generation': '1'},
        {'allocations': some, **valid, 'consumer_type': 'x'},
        {'allocations': some, **valid, 'consumer_type': ''},
        {'allocations': some, **valid, 'mappings': {'a b': []}},
        {'allocations': [], 'mappings': 1},
        [],
        None,
    )


def _reshape_bodies(world):
    def make_body(inventories):
        return {
            'inventories': {world.uuid(99): inventories},
            'allocations': {},
        }

    valid = {'resource_provider_generation': 1}
    yield from (
        {'pony': 1},
        {'inventories': {}},
        {'inventories': {}, 'allocations': {}},
        make_body({'pony': 1}),
        make_body({**valid, 'inventories': {'VCPU': {'pony': 1}}}),
        make_body({**valid, 'inventories': {'pony': {'total': 1}}}),
        make_body({**valid, 'inventories': []}),
    )


def _provider_requests(world, place):
    for body in (
        {'pony': 1},
        {'name': 1},
        {'name': 'x', 'uuid': 'x'},
        {'name': 'x' * 201},
        {'name': 'x', 'parent_provider_uuid': 'x'},
        [],
        'x',
        1,
    ):
        yield Request('POST', '/resource_providers', body)
        yield Request('PUT', place, body)
    yield from _inventory_requests(place)
    yield from _name_requests(place)


_KNOWN = {'resource_provider_generation': 0}


def _inventory_requests(place):
    inventories = f'{place}/inventories'
    for amounts in (
        {},
        {'total': 'x'},
        {'total': 1.5},
        {'total': -1},
        {'total': 1, 'allocation_ratio': -1},
        {'total': 1, 'allocation_ratio': 'x'},
        {'total': 1, 'step_size': 0},
        {'total': 1, 'pony': 1},
        [],
    ):
        whole = {**_KNOWN, 'inventories': {'VCPU': amounts}}
        yield Request('PUT', inventories, whole)
        if amounts != []:
            one_class = {'resource_class': 'VCPU', **amounts}
            yield Request('POST', inventories, one_class)
            yield Request('PUT', f'{inventories}/VCPU', {**_KNOWN, **amounts})
    for body in (
        {'pony': 1},
        {'inventories': {}},
        {'resource_provider_generation': 'x', 'inventories': {}},
        {**_KNOWN, 'inventories': {'pony': {'total': 1}}},
        {**_KNOWN, 'inventories': []},
        [],
    ):
        yield Request('PUT', inventories, body)
        yield Request('PUT', f'{inventories}/VCPU', body)
        yield Request('POST', inventories, body)


def _name_requests(place):
    for part in ('aggregates', 'traits'):
        for body in (
            {'pony': 1},
            [],
            [1],
            ['x', 'x'],
            {part: []},
            {part: [1], **_KNOWN},
            {part: 'x', **_KNOWN},
            {part: ['x'], **_KNOWN},
            {part: [], **_KNOWN, 'pony': 1},
        ):
            yield Request('PUT', f'{place}/{part}', body)
    for body in (
        {'pony': 1},
        {'name': 'x'},
        {'name': 1},
        {'name': 'CUSTOM_' + 'A' * 250},
        {'name': 'CUSTOM_A', 'pony': 1},
        [],
    ):
        yield Request('POST', '/resource_classes', body)
