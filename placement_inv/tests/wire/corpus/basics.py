"""Paths, methods, media types and versions: checks of every request."""

from placement_inv.tests.wire.corpus.request import Request

_PATHS = (
    '/',
    '/resource_providers',
    '/resource_classes',
    '/traits',
    '/usages',
    '/allocations',
    '/reshaper',
    '/allocation_candidates',
    '/nothing',
)


def requests(world):
    """Return the requests of this part."""
    yield Request('GET', '/')
    for version in ('placement 1.0', 'placement latest', 'compute 2.1'):
        yield Request('GET', '/', headers={'openstack-api-version': version})
    for version in ('placement 1.999', 'placement pony', 'placement 1'):
        yield Request('GET', '/', headers={'openstack-api-version': version})
        yield Request(
            'GET', '/nothing', headers={'openstack-api-version': version}
        )
    for method in ('PATCH', 'OPTIONS', 'POST', 'PUT', 'DELETE'):
        for path in (*_PATHS, world.provider(1)):
            yield Request(
                method, path, headers={'content-type': 'application/json'}
            )
    for path in (
        '/resource_providers/',
        '/resource_providers/x/y',
        '/allocations/',
        '/traits/',
        '/reshaper/',
        '/resource_providers//',
        '/resource_providers//x',
    ):
        yield Request('GET', path)
    for path in ('/resource_providers', '/allocations', '/reshaper'):
        yield Request('POST', path, raw=b'{')
        yield Request('POST', path, raw=b'[]')
        yield Request('POST', path, {}, headers={'content-type': 'text/plain'})
        yield Request('POST', path, {'pony': 1})
    for path in ('/resource_providers', '/usages?project_id=x', '/traits'):
        yield Request(
            'GET',
            path + ('&' if '?' in path else '?') + 'uuid=pony',
            headers={'accept': 'text/plain'},
        )
