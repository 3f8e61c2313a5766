"""Parents, roots, and providers that move."""

from placement_inv.tests.wire.corpus.request import Request


def requests(world):
    """Return the requests of this part."""
    yield from world.make(1)
    yield from world.make(2, parent=1)
    yield from world.make(3, parent=2)
    yield from world.make(4)
    for number in (5, 99):
        body = {'name': world.name(5), 'uuid': world.uuid(5)}
        body['parent_provider_uuid'] = world.uuid(number)
        yield Request('POST', '/resource_providers', body)
    yield Request(
        'POST',
        '/resource_providers',
        {'name': world.name(6), 'parent_provider_uuid': 'pony'},
    )
    yield Request(
        'POST',
        '/resource_providers',
        {
            'name': world.name(6),
            'uuid': world.uuid(6),
            'parent_provider_uuid': None,
        },
    )
    for number, parent in (
        (1, 3),
        (1, 1),
        (1, 99),
        (4, 2),
        (4, 2),
        (2, 4),
        (2, 6),
        (2, None),
        (4, 1),
        (3, 'pony'),
    ):
        yield _move(world, number, parent)
        yield from _see(world)
    yield Request('PUT', world.provider(2), {'name': world.name(22)})
    yield Request('DELETE', world.provider(1))
    yield Request('DELETE', world.provider(3))
    yield from _see(world)


def _move(world, number, parent):
    if isinstance(parent, int):
        parent = world.uuid(parent)
    return Request(
        'PUT',
        world.provider(number),
        {'name': world.name(number), 'parent_provider_uuid': parent},
    )


def _see(world):
    for number in range(1, 5):
        yield Request('GET', world.provider(number))
        yield Request(
            'GET', f'/resource_providers?in_tree={world.uuid(number)}'
        )
