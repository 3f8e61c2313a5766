"""Random requests that change something."""

from placement_inv.tests.wire.corpus.ask import Ask
from placement_inv.tests.wire.corpus.ask import Generation

_AMOUNTS = {
    'reserved': (0, 0, 1, 8),
    'min_unit': (1, 1, 2),
    'max_unit': (1, 4, 100),
    'step_size': (1, 1, 2, 3),
    'allocation_ratio': (1.0, 2, 0.5, 16.0),
}


def _place(world):
    return f'/resource_providers/{world.provider()}'


def _named(world, minor):
    """Return the name of a provider, and where it hangs."""
    body = {'name': world.rng.choice(world.names)}
    if minor >= 14 and world.rng.random() < 0.6:
        body['parent_provider_uuid'] = world.rng.choice(
            (None, world.provider(), world.provider())
        )
    return body


def _create_provider(world, minor):
    body = _named(world, minor) | {'uuid': world.provider()}
    return Ask('POST', '/resource_providers', body)


def _update_provider(world, minor):
    return Ask('PUT', _place(world), _named(world, minor))


def _delete_provider(world, _minor):
    return Ask('DELETE', _place(world))


def _inventory(world):
    amounts = {
        name: world.rng.choice(values)
        for name, values in _AMOUNTS.items()
        if world.rng.random() < 0.2
    }
    return {'total': world.rng.choice((1, 2, 4, 8, 16, 100)), **amounts}


def _inventories(world, most=3):
    count = world.rng.randint(0, most)
    return {world.resource_class(): _inventory(world) for _ in range(count)}


def _generation(world, place):
    return {'resource_provider_generation': world.generation(place)}


def _set_inventories(world, _minor):
    place = _place(world)
    body = {'inventories': _inventories(world)}
    return Ask('PUT', f'{place}/inventories', _generation(world, place) | body)


def _set_inventory(world, _minor):
    place = _place(world)
    body = _generation(world, place) | _inventory(world)
    return Ask('PUT', f'{place}/inventories/{world.resource_class()}', body)


def _add_inventory(world, _minor):
    body = {'resource_class': world.resource_class(), **_inventory(world)}
    return Ask('POST', f'{_place(world)}/inventories', body)


def _delete_inventory(world, _minor):
    one = f'/{world.resource_class()}' if world.rng.random() < 0.7 else ''
    return Ask('DELETE', f'{_place(world)}/inventories{one}')


def _set_aggregates(world, minor):
    place, body = _place(world), world.some(world.aggregates)
    if minor >= 19:
        body = _generation(world, place) | {'aggregates': body}
    return Ask('PUT', f'{place}/aggregates', body)


def _set_traits(world, _minor):
    place = _place(world)
    body = _generation(world, place) | {'traits': world.some(world.traits)}
    return Ask('PUT', f'{place}/traits', body)


def _delete_traits(world, _minor):
    return Ask('DELETE', f'{_place(world)}/traits')


def _name(world, minor):
    method = world.rng.choice(('GET', 'PUT', 'PUT', 'DELETE'))
    if world.rng.random() < 0.5:
        return Ask(method, f'/traits/{world.trait()}')
    path = f'/resource_classes/{world.resource_class()}'
    if method == 'PUT' and minor < 7:
        return Ask(method, path, {'name': world.resource_class()})
    return Ask(method, path)


def _wanted(world, minor, consumer):
    """Return all that a consumer is to hold."""
    held = {
        world.provider(): {'resources': world.resources()}
        for _ in range(world.rng.choice((1, 1, 2)))
    }
    if minor < 12:
        held = [
            {'resource_provider': {'uuid': uuid}, **each}
            for uuid, each in held.items()
        ]
    body = {'allocations': held}
    if minor >= 8:
        body['project_id'], body['user_id'] = world.rng.sample(world.people, 2)
    if minor >= 28:
        if world.rng.random() < 0.15:
            body['allocations'] = {}
        body['consumer_generation'] = world.generation(
            f'/allocations/{consumer}', 'consumer_generation'
        )
    if minor >= 34 and world.rng.random() < 0.2:
        body['mappings'] = {'_A': [world.provider()]}
    if minor >= 38:
        body['consumer_type'] = world.rng.choice(world.types)
    return body


def _allocate(world, minor):
    consumer = world.rng.choice(world.consumers)
    body = _wanted(world, minor, consumer)
    return Ask('PUT', f'/allocations/{consumer}', body)


def _several(world, minor, count):
    return {
        consumer: _wanted(world, minor, consumer)
        for consumer in world.rng.sample(world.consumers, count)
    }


def _allocate_several(world, minor):
    body = _several(world, max(minor, 13), world.rng.randint(1, 3))
    return Ask('POST', '/allocations', body)


def _give_back(world, _minor):
    return Ask('DELETE', f'/allocations/{world.rng.choice(world.consumers)}')


def _reshape(world, minor):
    inventories = {
        uuid: {
            'resource_provider_generation': Generation(
                f'/resource_providers/{uuid}'
            ),
            'inventories': _inventories(world),
        }
        for uuid in world.some(world.providers)
    }
    allocations = _several(world, max(minor, 30), world.rng.randint(0, 2))
    body = {'inventories': inventories, 'allocations': allocations}
    return Ask('POST', '/reshaper', body)


#: What there is to do, and how often.
OPERATIONS = {
    _create_provider: 5,
    _update_provider: 4,
    _delete_provider: 2,
    _set_inventories: 5,
    _set_inventory: 5,
    _add_inventory: 3,
    _delete_inventory: 3,
    _set_aggregates: 4,
    _set_traits: 4,
    _delete_traits: 1,
    _name: 6,
    _allocate: 10,
    _allocate_several: 6,
    _give_back: 3,
    _reshape: 4,
}
