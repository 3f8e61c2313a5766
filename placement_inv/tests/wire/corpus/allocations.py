"""Allocations, in the body formats of all versions."""

from placement_inv.tests.wire.corpus.request import Generation
from placement_inv.tests.wire.corpus.request import Request

_PUT_EMPTY = 28


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1, VCPU=8, DISK_GB=100)
    yield from world.make(2, VCPU=8)
    place = f'/allocations/{world.uuid(80)}'
    yield from _reads(world)
    for minor in (0, 8, 12, 28, 34, 38):
        yield Request('PUT', place, body(world, {1: {'VCPU': 1}}, minor, 80))
        yield from _reads(world)
    for amounts in (
        {1: {'VCPU': 8, 'DISK_GB': 10}, 2: {'VCPU': 1}},
        {1: {'VCPU': 9}},
        {1: {'PGPU': 1}},
        {1: {'VCPU': 1, 'PGPU': 1}},
        {1: {'PONY': 1}},
        {99: {'VCPU': 1}},
        {1: {'VCPU': 0}},
        {1: {}},
    ):
        yield Request('PUT', place, body(world, amounts, world.minor, 80))
        yield from _reads(world)
    yield from _owners(world, place)
    yield from _several(world)
    yield Request('DELETE', place)
    yield Request('DELETE', place)
    yield Request('PUT', '/allocations/pony', {})
    yield Request('GET', '/allocations/pony')
    yield from _reads(world)
    yield from _after_refusal(world)


def _owners(world, place):
    valid_body = body(world, {1: {'VCPU': 1}}, world.minor, 80)
    for changes in (
        {'project_id': ''},
        {'user_id': 'x' * 256},
        {'consumer_generation': 99},
        {'consumer_generation': None},
        {'consumer_generation': 'x'},
        {'consumer_type': 'pony'},
        {'consumer_type': world.custom('TYPE')},
        {'mappings': {'': [world.uuid(1)]}},
        {'mappings': {'_A': [world.uuid(1)]}},
        {'mappings': {}},
        {'mappings': {'_A': ['pony']}},
        {'pony': 1},
    ):
        yield Request('PUT', place, {**valid_body, **changes})
    yield Request(
        'PUT',
        f'/allocations/{world.uuid(81)}',
        {**valid_body, 'consumer_generation': 5},
    )
    for query in (
        '',
        f'?project_id={world.seed}',
        f'?project_id={world.seed}&user_id=user',
        f'?project_id={world.seed}&user_id=nobody',
        f'?project_id={world.seed}&consumer_type=all',
        f'?project_id={world.seed}&consumer_type=unknown',
        f'?project_id={world.seed}&consumer_type=INSTANCE',
        f'?project_id={world.seed}&consumer_type=NONE',
        f'?project_id={world.seed}&consumer_type=pony',
        '?project_id=nobody&consumer_type=all',
        f'?project_id={world.seed}&pony=1',
    ):
        yield Request('GET', f'/usages{query}')


def _after_refusal(world):
    yield from world.make(7, VCPU=8)
    for amounts, reason in (
        ({99: {'VCPU': 1}}, ''),
        ({7: {'VCPU': 1}}, _AFTER),
    ):
        yield Request(
            'PUT',
            f'/allocations/{world.uuid(87)}',
            body(world, amounts, world.minor, 87),
            after=reason,
        )


_AFTER = 'a refusal'


def _several(world):
    one, two = world.uuid(81), world.uuid(82)

    def bodies(**by_consumer):
        return {
            world.uuid(int(key[1:])): body(
                world, amounts, max(world.minor, 12), int(key[1:])
            )
            for key, amounts in by_consumer.items()
        }

    for document in (
        bodies(c81={1: {'VCPU': 1}}, c82={1: {'VCPU': 1}, 2: {'VCPU': 2}}),
        bodies(c81={1: {'VCPU': 8}}, c82={1: {'VCPU': 8}}),
        bodies(c81={1: {'PONY': 1}}),
        bodies(c86={99: {'VCPU': 1}}),
        bodies(c81={}, c82={2: {'VCPU': 3}}),
        bodies(c83={2: {'VCPU': 1}}, c82={}),
        bodies(c83={}),
        {},
        {'pony': {}},
        {one: {}},
    ):
        yield Request('POST', '/allocations', document)
        for uuid in (one, two):
            yield Request('GET', f'/allocations/{uuid}')
        yield from _reads(world)
    stale = bodies(c84={1: {'VCPU': 1}}, c85={1: {'VCPU': 1}})
    stale[world.uuid(85)] |= {'consumer_generation': 99}
    yield Request('POST', '/allocations', stale)
    yield Request('GET', f'/allocations/{one}')
    if world.minor >= _PUT_EMPTY:
        yield Request(
            'PUT',
            f'/allocations/{one}',
            body(world, {}, world.minor, 81),
            after=_AFTER,
        )


def _reads(world):
    yield Request('GET', f'/allocations/{world.uuid(80)}')
    for number in (1, 2):
        yield Request('GET', world.provider(number))
        yield Request('GET', f'{world.provider(number)}/allocations')
        yield Request('GET', f'{world.provider(number)}/usages')


def body(world, amounts_by_number, minor, consumer):
    """Return a body for {provider number: amounts} at a version."""
    allocations = {
        world.uuid(number): {'resources': amounts}
        for number, amounts in amounts_by_number.items()
    }
    if minor < 12:
        allocations = [
            {'resource_provider': {'uuid': uuid}, **each}
            for uuid, each in allocations.items()
        ]
    document = {'allocations': allocations}
    if minor >= 8:
        document |= {'project_id': world.seed, 'user_id': 'user'}
    if minor >= _PUT_EMPTY:
        place = f'/allocations/{world.uuid(consumer)}'
        document['consumer_generation'] = Generation(
            place, 'consumer_generation'
        )
    if minor >= 34:
        document['mappings'] = {'_A': [world.uuid(1)]}
    if minor >= 38:
        document['consumer_type'] = 'INSTANCE'
    return document
