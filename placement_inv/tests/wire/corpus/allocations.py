"""What consumers hold, in every form that versions gave it."""

from placement_inv.tests.wire.corpus.ask import Ask
from placement_inv.tests.wire.corpus.ask import Generation

_PUT_EMPTY = 28


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1, VCPU=8, DISK_GB=100)
    yield from world.make(2, VCPU=8)
    place = f'/allocations/{world.uuid(80)}'
    yield from _see(world)
    for minor in (0, 8, 12, 28, 34, 38):
        yield Ask('PUT', place, body(world, {1: {'VCPU': 1}}, minor, 80))
        yield from _see(world)
    for wanted in (
        {1: {'VCPU': 8, 'DISK_GB': 10}, 2: {'VCPU': 1}},
        {1: {'VCPU': 9}},
        {1: {'PGPU': 1}},
        {1: {'VCPU': 1, 'PGPU': 1}},
        {1: {'PONY': 1}},
        {99: {'VCPU': 1}},
        {1: {'VCPU': 0}},
        {1: {}},
    ):
        yield Ask('PUT', place, body(world, wanted, world.minor, 80))
        yield from _see(world)
    yield from _owners(world, place)
    yield from _several(world)
    yield Ask('DELETE', place)
    yield Ask('DELETE', place)
    yield Ask('PUT', '/allocations/pony', {})
    yield Ask('GET', '/allocations/pony')
    yield from _see(world)
    yield from _refused_first(world)


def _owners(world, place):
    held = body(world, {1: {'VCPU': 1}}, world.minor, 80)
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
        yield Ask('PUT', place, {**held, **changes})
    yield Ask(
        'PUT',
        f'/allocations/{world.uuid(81)}',
        {**held, 'consumer_generation': 5},
    )
    for said in (
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
        yield Ask('GET', f'/usages{said}')


def _refused_first(world):
    yield from world.make(7, VCPU=8)
    for wanted, after in (({99: {'VCPU': 1}}, ''), ({7: {'VCPU': 1}}, _AFTER)):
        yield Ask(
            'PUT',
            f'/allocations/{world.uuid(87)}',
            body(world, wanted, world.minor, 87),
            after=after,
        )


_AFTER = 'a refusal'


def _several(world):
    one, two = world.uuid(81), world.uuid(82)

    def bodies(**wanted):
        return {
            world.uuid(int(key[1:])): body(
                world, amounts, max(world.minor, 12), int(key[1:])
            )
            for key, amounts in wanted.items()
        }

    for wanted in (
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
        yield Ask('POST', '/allocations', wanted)
        for uuid in (one, two):
            yield Ask('GET', f'/allocations/{uuid}')
        yield from _see(world)
    stale = bodies(c84={1: {'VCPU': 1}}, c85={1: {'VCPU': 1}})
    stale[world.uuid(85)] |= {'consumer_generation': 99}
    yield Ask('POST', '/allocations', stale)
    yield Ask('GET', f'/allocations/{one}')
    if world.minor >= _PUT_EMPTY:
        yield Ask(
            'PUT',
            f'/allocations/{one}',
            body(world, {}, world.minor, 81),
            after=_AFTER,
        )


def _see(world):
    yield Ask('GET', f'/allocations/{world.uuid(80)}')
    for number in (1, 2):
        yield Ask('GET', world.provider(number))
        yield Ask('GET', f'{world.provider(number)}/allocations')
        yield Ask('GET', f'{world.provider(number)}/usages')


def body(world, wanted, minor, consumer):
    """Return a body about {provider number: amounts} as a version has it."""
    held = {
        world.uuid(number): {'resources': amounts}
        for number, amounts in wanted.items()
    }
    if minor < 12:
        held = [
            {'resource_provider': {'uuid': uuid}, **each}
            for uuid, each in held.items()
        ]
    made = {'allocations': held}
    if minor >= 8:
        made |= {'project_id': world.seed, 'user_id': 'user'}
    if minor >= _PUT_EMPTY:
        place = f'/allocations/{world.uuid(consumer)}'
        made['consumer_generation'] = Generation(place, 'consumer_generation')
    if minor >= 34:
        made['mappings'] = {'_A': [world.uuid(1)]}
    if minor >= 38:
        made['consumer_type'] = 'INSTANCE'
    return made
