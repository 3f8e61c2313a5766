"""Random requests that write."""

from placement_inv.tests.wire.corpus.request import Generation
from placement_inv.tests.wire.corpus.request import Request

_AMOUNTS = {
    'reserved': (0, 0, 1, 8),
    'min_unit': (1, 1, 2),
    'max_unit': (1, 4, 100),
    'step_size': (1, 1, 2, 3),
    'allocation_ratio': (1.0, 2, 0.5, 16.0),
}


def _provider_path(world):
    return f'/resource_providers/{world.provider()}'


def _name_and_parent(world, minor):
    """Return a body with the name and the parent of a provider."""
    body = {'name': world.rng.choice(world.names)}
    if minor >= 14 and world.rng.random() < 0.6:
        body['parent_provider_uuid'] = world.rng.choice(
            (None, world.provider(), world.provider())
        )
    return body


def _create_provider(world, minor):
    body = _name_and_parent(world, minor) | {'uuid': world.provider()}
    return Request('POST', '/resource_providers', body)


def _update_provider(world, minor):
    return Request(
        'PUT', _provider_path(world), _name_and_parent(world, minor)
    )


def _delete_provider(world, _minor):
    return Request('DELETE', _provider_path(world))


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


def _generation(world, path):
    return {'resource_provider_generation': world.generation(path)}


def _set_inventories(world, _minor):
    path = _provider_path(world)
    body = {'inventories': _inventories(world)}
    return Request(
        'PUT', f'{path}/inventories', _generation(world, path) | body
    )


def _set_inventory(world, _minor):
    path = _provider_path(world)
    body = _generation(world, path) | _inventory(world)
    return Request('PUT', f'{path}/inventories/{world.resource_class()}', body)


def _add_inventory(world, _minor):
    body = {'resource_class': world.resource_class(), **_inventory(world)}
    return Request('POST', f'{_provider_path(world)}/inventories', body)


def _delete_inventory(world, _minor):
    one = f'/{world.resource_class()}' if world.rng.random() < 0.7 else ''
    return Request('DELETE', f'{_provider_path(world)}/inventories{one}')


def _set_aggregates(world, minor):
    path, body = _provider_path(world), world.some(world.aggregates)
    if minor >= 19:
        body = _generation(world, path) | {'aggregates': body}
    return Request('PUT', f'{path}/aggregates', body)


def _set_traits(world, _minor):
    path = _provider_path(world)
    body = _generation(world, path) | {'traits': world.some(world.traits)}
    return Request('PUT', f'{path}/traits', body)


def _delete_traits(world, _minor):
    return Request('DELETE', f'{_provider_path(world)}/traits')


def _name(world, minor):
    method = world.rng.choice(('GET', 'PUT', 'PUT', 'DELETE'))
    if world.rng.random() < 0.5:
        return Request(method, f'/traits/{world.trait()}')
    path = f'/resource_classes/{world.resource_class()}'
    if method == 'PUT' and minor < 7:
        return Request(method, path, {'name': world.resource_class()})
    return Request(method, path)


def _consumer_body(world, minor, consumer):
    """Return a body with the allocations of a consumer."""
    allocations = {
        world.provider(): {'resources': world.resources()}
        for _ in range(world.rng.choice((1, 1, 2)))
    }
    if minor < 12:
        allocations = [
            {'resource_provider': {'uuid': uuid}, **each}
            for uuid, each in allocations.items()
        ]
    body = {'allocations': allocations}
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
    body = _consumer_body(world, minor, consumer)
    return Request('PUT', f'/allocations/{consumer}', body)


def _several(world, minor, count):
    return {
        consumer: _consumer_body(world, minor, consumer)
        for consumer in world.rng.sample(world.consumers, count)
    }


def _allocate_several(world, minor):
    body = _several(world, max(minor, 13), world.rng.randint(1, 3))
    return Request('POST', '/allocations', body)


def _deallocate(world, _minor):
    return Request(
        'DELETE', f'/allocations/{world.rng.choice(world.consumers)}'
    )


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
    return Request('POST', '/reshaper', body)


#: {function: weight}.
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
    _deallocate: 3,
    _reshape: 4,
}
