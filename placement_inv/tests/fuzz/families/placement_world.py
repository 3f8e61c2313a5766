"""A few providers with rows of every kind, for the fuzz tests."""

import json

import sqlalchemy as sa

from placement_inv import context
from placement_inv.db import tables
from placement_inv.handlers.placement import versions
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest

_providers = tables.placement.resource_providers
_consumers = tables.placement.consumers


def _uuid(kind, number):
    return f'{kind:08d}-0000-4000-8000-{number:012d}'


PROVIDERS = tuple(_uuid(1, number) for number in range(8))
AGGREGATES = tuple(_uuid(2, number) for number in range(3))
CONSUMERS = tuple(_uuid(3, number) for number in range(6))
CLASSES = ('VCPU', 'MEMORY_MB', 'DISK_GB', 'VGPU', 'CUSTOM_A', 'CUSTOM_B')
TRAITS = (
    'HW_CPU_X86_AVX',
    'MISC_SHARES_VIA_AGGREGATE',
    'COMPUTE_NODE',
    'CUSTOM_A',
    'CUSTOM_B',
)
#: The index of each provider's parent: two trees and two single providers.
_PARENTS = (None, 0, 0, 1, None, 4, None, None)
_SHARING = 6


class World:
    """Creates and restores the rows."""

    def __init__(self, services):
        self._services = services

    def make_context(self):
        return context.RequestContext(
            self._services, is_admin=True, roles=['admin']
        )

    def make(self, client):
        """Create missing rows; existing ones stay as they are."""
        for name in ('CUSTOM_A', 'CUSTOM_B'):
            _send(client, 'PUT', f'/resource_classes/{name}')
            _send(client, 'PUT', f'/traits/{name}')
        for number, uuid in enumerate(PROVIDERS):
            self._make_provider(client, number, uuid)
        for number, uuid in enumerate(CONSUMERS):
            _send(
                client,
                'PUT',
                f'/allocations/{uuid}',
                {
                    'allocations': {
                        PROVIDERS[number]: {'resources': {'VCPU': 1}}
                    },
                    'project_id': 'a project',
                    'user_id': 'a user',
                    'consumer_type': 'INSTANCE',
                    'consumer_generation': self.consumer_generation(uuid),
                },
            )

    def _make_provider(self, client, number, uuid):
        parent = _PARENTS[number]
        if self.generation(uuid) is not None:
            return
        _send(
            client,
            'POST',
            '/resource_providers',
            {
                'name': f'provider {number}',
                'uuid': uuid,
                'parent_provider_uuid': (
                    None if parent is None else PROVIDERS[parent]
                ),
            },
        )
        url = f'/resource_providers/{uuid}'
        traits = TRAITS if number == _SHARING else TRAITS[2:4]
        for path, body in (
            (
                'inventories',
                {'inventories': {name: {'total': 16} for name in CLASSES}},
            ),
            ('traits', {'traits': list(traits)}),
            ('aggregates', {'aggregates': list(AGGREGATES[:2])}),
        ):
            body['resource_provider_generation'] = self.generation(uuid)
            _send(client, 'PUT', f'{url}/{path}', body)

    def generation(self, uuid):
        """Return the generation of a provider, None if it does not exist."""
        return self._generation(_providers, uuid)

    def consumer_generation(self, uuid):
        """Return the generation of a consumer, None if it does not exist."""
        return self._generation(_consumers, uuid)

    def _generation(self, table, uuid):
        with self._services.database.engine.connect() as connection:
            return connection.execute(
                sa.select(table.c.generation).where(table.c.uuid == uuid)
            ).scalar()

    def find_unreadable(self, client):
        """Yield the lists that cannot be read."""
        for path in (
            '/resource_providers',
            '/resource_classes',
            '/traits',
            '/usages?project_id=a%20project',
            '/allocation_candidates?resources=VCPU:1',
            *(f'/resource_providers/{uuid}/usages' for uuid in PROVIDERS),
            *(f'/allocations/{uuid}' for uuid in CONSUMERS),
        ):
            response = _send(client, 'GET', path)
            if response.status not in (200, 404):
                yield f'{path}: {response.status}'


def _send(client, method, target, body=None):
    path, _, query = target.partition('?')
    return client.send(
        FuzzRequest(
            method,
            path,
            query,
            (
                ('X-Auth-Token', 'admin'),
                ('Content-Type', 'application/json'),
                (
                    'OpenStack-API-Version',
                    f'placement {versions.history.last}',
                ),
            ),
            b'' if body is None else json.dumps(body).encode(),
        )
    )
