"""Paths, methods, media types, versions: what every request meets."""

from placement_inv.tests.wire.corpus.ask import Ask

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
    yield Ask('GET', '/')
    for version in ('placement 1.0', 'placement latest', 'compute 2.1'):
        yield Ask('GET', '/', headers={'openstack-api-version': version})
    for version in ('placement 1.999', 'placement pony', 'placement 1'):
        yield Ask('GET', '/', headers={'openstack-api-version': version})
        yield Ask(
            'GET', '/nothing', headers={'openstack-api-version': version}
        )
    for method in ('PATCH', 'OPTIONS', 'POST', 'PUT', 'DELETE'):
        for path in (*_PATHS, world.provider(1)):
            yield Ask(
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
        yield Ask('GET', path)
    for path in ('/resource_providers', '/allocations', '/reshaper'):
        yield Ask('POST', path, raw=b'{')
        yield Ask('POST', path, raw=b'[]')
        yield Ask('POST', path, {}, headers={'content-type': 'text/plain'})
        yield Ask('POST', path, {'pony': 1})
    for path in ('/resource_providers', '/usages?project_id=x', '/traits'):
        yield Ask(
            'GET',
            path + ('&' if '?' in path else '?') + 'uuid=pony',
            headers={'accept': 'text/plain'},
        )
