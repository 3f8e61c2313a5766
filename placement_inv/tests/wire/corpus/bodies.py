"""Bodies that are wrong in some place: what is said of which."""

from placement_inv.tests.wire.corpus.ask import Ask

#: Versions at which some body changes its form, and the last.
_MINORS = (0, 8, 12, 14, 19, 28, 34, 37, 38, 39)


def requests(world):
    """Return the requests of this part."""
    if world.minor not in _MINORS:
        return
    yield from world.make(1)
    yield from _of_providers(world, world.provider(1))
    for body in _of_consumers(world):
        place = f'/allocations/{world.uuid(80)}'
        yield Ask('PUT', place, body)
        yield Ask('POST', '/allocations', {world.uuid(81): body})
        reshape = {'inventories': {}, 'allocations': {world.uuid(80): body}}
        yield Ask('POST', '/reshaper', reshape)
    for body in _of_reshapes(world):
        yield Ask('POST', '/reshaper', body)


def _of_consumers(world):
    owner = {'project_id': 'p', 'user_id': 'u'}
    known = {**owner, 'consumer_generation': None}
    here = world.uuid(99)
    some = {here: {'resources': {'VCPU': 1}}}
    for held in (
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
        yield {'allocations': held, **owner}
        yield {'allocations': held, **known}
        yield {'allocations': held, **known, 'consumer_type': 'X'}
    yield from (
        {'pony': 1},
        {'allocations': {}, 'pony': 1},
        {'allocations': some, 'pony': 1},
        {'allocations': some, **known, 'project_id': 1},
        {'allocations': some, **known, 'project_id': ''},
        {'allocations': some, **known, 'user_id': 'u' * 256},
        {'allocations': some, **known, 'consumer_generation': '1'},
        {'allocations': some, **known, 'consumer_type': 'x'},
        {'allocations': some, **known, 'consumer_type': ''},
        {'allocations': some, **known, 'mappings': {'a b': []}},
        {'allocations': [], 'mappings': 1},
        [],
        None,
    )


def _of_reshapes(world):
    def moved(inventories):
        return {
            'inventories': {world.uuid(99): inventories},
            'allocations': {},
        }

    known = {'resource_provider_generation': 1}
    yield from (
        {'pony': 1},
        {'inventories': {}},
        {'inventories': {}, 'allocations': {}},
        moved({'pony': 1}),
        moved({**known, 'inventories': {'VCPU': {'pony': 1}}}),
        moved({**known, 'inventories': {'pony': {'total': 1}}}),
        moved({**known, 'inventories': []}),
    )


def _of_providers(world, place):
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
        yield Ask('POST', '/resource_providers', body)
        yield Ask('PUT', place, body)
    yield from _of_inventories(place)
    yield from _of_names(place)


_KNOWN = {'resource_provider_generation': 0}


def _of_inventories(place):
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
        yield Ask('PUT', inventories, whole)
        if amounts != []:
            named = {'resource_class': 'VCPU', **amounts}
            yield Ask('POST', inventories, named)
            yield Ask('PUT', f'{inventories}/VCPU', {**_KNOWN, **amounts})
    for body in (
        {'pony': 1},
        {'inventories': {}},
        {'resource_provider_generation': 'x', 'inventories': {}},
        {**_KNOWN, 'inventories': {'pony': {'total': 1}}},
        {**_KNOWN, 'inventories': []},
        [],
    ):
        yield Ask('PUT', inventories, body)
        yield Ask('PUT', f'{inventories}/VCPU', body)
        yield Ask('POST', inventories, body)


def _of_names(place):
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
            yield Ask('PUT', f'{place}/{part}', body)
    for body in (
        {'pony': 1},
        {'name': 'x'},
        {'name': 1},
        {'name': 'CUSTOM_' + 'A' * 250},
        {'name': 'CUSTOM_A', 'pony': 1},
        [],
    ):
        yield Ask('POST', '/resource_classes', body)
