"""The operations of the placement family, and a valid request for each."""

import dataclasses

from placement_inv.handlers.placement import routes
from placement_inv.tests.functional.matrix import callers
from placement_inv.web import router

#: A provider without allocations, one with, and their consumer.
_EMPTY = '00000000-0000-4000-8000-000000000001'
_USED = '00000000-0000-4000-8000-000000000002'
_CONSUMER = '00000000-0000-4000-8000-000000000003'
_NEW = '00000000-0000-4000-8000-000000000004'
#: The generation of both providers after the requests of `WORLD`.
_GENERATION = 1


def _at_generation(generation=_GENERATION, **body):
    return {'resource_provider_generation': generation, **body}


def _allocation(generation):
    return {
        'allocations': {_USED: {'resources': {'VCPU': 1}}},
        'project_id': callers.MINE,
        'user_id': 'someone',
        'consumer_generation': generation,
        'consumer_type': 'INSTANCE',
    }


_INVENTORIES = {'inventories': {'VCPU': {'total': 8}}}

#: The requests that add the rows: (method, path, body).
WORLD = (
    ('PUT', '/resource_classes/CUSTOM_A', {}),
    ('PUT', '/traits/CUSTOM_A', {}),
    *(
        request
        for uuid in (_EMPTY, _USED)
        for request in (
            ('POST', '/resource_providers', {'name': uuid, 'uuid': uuid}),
            (
                'PUT',
                f'/resource_providers/{uuid}/inventories',
                _at_generation(0, **_INVENTORIES),
            ),
        )
    ),
    ('PUT', f'/allocations/{_CONSUMER}', _allocation(None)),
)

_PATH_ITEMS = {
    'uuid': _EMPTY,
    'consumer_uuid': _CONSUMER,
    'name': 'CUSTOM_A',
    'resource_class': 'VCPU',
}
_QUERIES = {
    '/allocation_candidates': 'resources=VCPU:1',
    '/usages': 'project_id={tenant}',
}
_PROVIDER = '/resource_providers/{uuid}'
_BODIES = {
    ('POST', '/resource_classes'): {'name': 'CUSTOM_NEW'},
    ('PUT', '/resource_classes/{name}'): None,
    ('POST', '/resource_providers'): {'name': 'new'},
    ('PUT', _PROVIDER): {'name': 'new'},
    ('POST', f'{_PROVIDER}/inventories'): {
        'resource_class': 'MEMORY_MB',
        'total': 1,
    },
    ('PUT', f'{_PROVIDER}/inventories'): _at_generation(**_INVENTORIES),
    ('PUT', f'{_PROVIDER}/inventories/{{resource_class}}'): _at_generation(
        total=9
    ),
    ('PUT', f'{_PROVIDER}/aggregates'): _at_generation(aggregates=[]),
    ('PUT', f'{_PROVIDER}/traits'): _at_generation(traits=[]),
    ('POST', '/allocations'): {_NEW: _allocation(None)},
    ('PUT', '/allocations/{consumer_uuid}'): _allocation(1),
    ('PUT', '/traits/{name}'): None,
    ('POST', '/reshaper'): {
        'inventories': {_EMPTY: _at_generation(**_INVENTORIES)},
        'allocations': {},
    },
}


class Incomplete(Exception):
    """A new route needs an entry in a table of this module."""


@dataclasses.dataclass(frozen=True)
class Operation:
    """A method of a route at one version."""

    method: str
    pattern: str
    rule: str | None

    def __str__(self):
        return f'{self.method} {self.pattern}'

    @property
    def is_about_tenants(self):
        """Whether its answer depends on whose rows it is about."""
        return self.pattern == '/usages'

    def path(self, tenant):
        """Return the path; its query may name the project of a tenant."""
        path = self.pattern
        for name, value in _PATH_ITEMS.items():
            path = path.replace(f'{{{name}}}', value)
        if '{' in path:
            raise Incomplete(f'{self}: no value for the path')
        query = _QUERIES.get(self.pattern, '').format(tenant=tenant)
        return f'{path}?{query}' if query else path

    def body(self):
        """Return the body; None for no body."""
        if self.method not in ('POST', 'PUT'):
            return None
        try:
            return _BODIES[self.method, self.pattern]
        except KeyError:
            raise Incomplete(f'{self}: no body') from None

    def is_allowed(self, caller, tenant):
        """Tell whether policy allows it: tenants and accounts are no part."""
        if self.rule is None:
            return True
        if self.pattern == '/reshaper':
            return caller.name == 'service'
        if caller.name in ('admin', 'service'):
            return True
        return (
            self.pattern == '/usages'
            and 'reader' in caller.roles.split(',')
            and caller.project == tenant
        )


def list_operations(version):
    """Return the operations that a version has."""
    return [
        Operation(method, pattern, endpoint.rule)
        for pattern, methods in routes.ROUTES.items()
        for method, endpoint in router.select_version(
            router.group_endpoints(methods), version
        ).items()
    ]
