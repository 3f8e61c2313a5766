"""Every operation with every role, and errors in every media type."""

from placement_inv.tests.wire.corpus.order import OPERATIONS
from placement_inv.tests.wire.corpus.request import Request

_LAST = 39
_ROLES = ('admin', 'service', 'member', 'reader', 'member,reader', '')

_FORMS = (
    'application/json',
    'application/*',
    'text/html',
    'text/plain',
    'text/html, */*;q=0.1',
    'text/html;q=0.5, application/json',
    '*/*',
    '*/*;q=0.5',
    'pony',
    '',
)


def requests(world):
    """Return the requests of this part."""
    for form in _FORMS:
        yield from _failures(world, {'accept': form})
    if world.minor != _LAST:
        return
    for method, path, takes_body in OPERATIONS:
        place = path.replace('%s', world.uuid(99))
        for roles in _ROLES:
            headers = {'x-roles': roles}
            if takes_body:
                yield Request(method, place, {}, headers=headers)
            else:
                yield Request(method, place, headers=headers)
    yield from _usages(world)
    yield from _scopes(world)


def _failures(world, headers):
    missing = world.provider(99)
    yield Request('GET', missing, headers=headers)
    yield Request('GET', '/nothing', headers=headers)
    yield Request('GET', '/resource_providers?pony=1', headers=headers)
    yield Request('PATCH', missing, headers=headers)
    yield Request('DELETE', missing, headers=headers)
    yield Request('POST', '/resource_providers', {}, headers=headers)
    yield Request('GET', missing, headers={**headers, 'x-roles': 'reader'})
    yield Request('GET', missing, headers={**headers, 'x-auth-token': None})
    for version in ('placement 1.999', 'placement pony'):
        yield Request(
            'GET',
            missing,
            headers={**headers, 'openstack-api-version': version},
        )
    for path in ('/', '/resource_providers', '/nothing'):
        yield Request('HEAD', path, headers=headers)


def _usages(world):
    for project in (world.seed, 'another'):
        for roles in _ROLES:
            yield Request(
                'GET',
                f'/usages?project_id={project}',
                headers={
                    'x-auth-token': f'joe:{world.seed}',
                    'x-roles': roles,
                },
            )


def _scopes(world):
    """Yield requests with system, domain and project scopes."""
    for path in (
        '/resource_providers?name=nobody',
        f'/usages?project_id={world.seed}',
        '/usages?project_id=another',
    ):
        for roles in ('admin', 'reader', 'service'):
            for scope in (
                {'openstack-system-scope': 'all'},
                {'openstack-system-scope': ''},
                {'x-domain-id': 'default'},
                {'x-project-id': world.seed},
                {'x-project-id': ''},
                {'openstack-system-scope': 'all', 'x-project-id': world.seed},
                {'x-tenant-id': world.seed},
                {'x-tenant': world.seed},
            ):
                yield Request(
                    'GET',
                    path,
                    headers={
                        'x-auth-token': 'joe:elsewhere',
                        'x-roles': roles,
                        **scope,
                    },
                )
