"""A client that stores one world at a time in a placement service."""

import http.client
import itertools
import json
import urllib.parse
import uuid

from placement_inv.tests.candidates import world as worlds

_LARGE_INVENTORY = {'total': 1_000_000, 'max_unit': 1_000_000}


class Peer:
    """The service at a URL; `put` replaces its world."""

    def __init__(self, url):
        place = urllib.parse.urlsplit(url)
        self._connection = http.client.HTTPConnection(place.netloc)
        self._path = place.path.rstrip('/')
        self._world = None
        self._consumers = []
        for trait in worlds.TRAITS:
            self._send('PUT', f'/traits/{trait}')

    def ask(self, query, minor):
        """Return (status, body) of candidates at version 1.`minor`."""
        text = urllib.parse.urlencode(query, doseq=True)
        return self._request(
            'GET', f'/allocation_candidates?{text}', minor=minor
        )

    def put(self, world):
        """Replace the stored world by `world`."""
        self.clear()
        self._world = world
        for provider in world.providers:
            self._add(provider)

    def clear(self):
        """Delete the stored world; other providers stay."""
        for consumer in self._consumers:
            self._send('DELETE', f'/allocations/{consumer}')
        self._consumers = []
        for provider in reversed(self._world.providers if self._world else ()):
            self._send('DELETE', f'/resource_providers/{provider.uuid}')
        self._world = None

    def _add(self, provider):
        place = f'/resource_providers/{provider.uuid}'
        body = {'name': provider.name, 'uuid': provider.uuid}
        if provider.parent is not None:
            body['parent_provider_uuid'] = worlds.uuid_of(provider.parent)
        generations = itertools.count()
        self._send('POST', '/resource_providers', body)
        self._add_inventories(provider, place, generations)
        for part, names in (
            ('traits', provider.traits),
            ('aggregates', provider.aggregates),
        ):
            if names:
                body = {
                    part: sorted(names),
                    'resource_provider_generation': next(generations),
                }
                self._send('PUT', f'{place}/{part}', body)

    def _add_inventories(self, provider, place, generations):
        used = {
            name: inventory.used
            for name, inventory in provider.inventories.items()
            if inventory.used
        }
        if used:
            # The total may be below the usage, so it is set after a claim.
            self._put_inventories(
                place, generations, dict.fromkeys(used, _LARGE_INVENTORY)
            )
            self._allocate(provider, used)
            next(generations)
        inventories = {
            name: {k: v for k, v in vars(inventory).items() if k != 'used'}
            for name, inventory in provider.inventories.items()
        }
        if inventories:
            self._put_inventories(place, generations, inventories)

    def _put_inventories(self, place, generations, inventories):
        body = {
            'resource_provider_generation': next(generations),
            'inventories': inventories,
        }
        self._send('PUT', f'{place}/inventories', body)

    def _allocate(self, provider, used):
        consumer = str(uuid.uuid4())
        body = {
            'allocations': {provider.uuid: {'resources': used}},
            'project_id': 'project',
            'user_id': 'user',
            'consumer_generation': None,
            'consumer_type': 'INSTANCE',
        }
        self._send('PUT', f'/allocations/{consumer}', body)
        self._consumers.append(consumer)

    def _send(self, method, path, body=None):
        status, answer = self._request(method, path, body)
        if status >= 300:
            raise RuntimeError(f'{method} {path}: {status} {answer}')

    def _request(self, method, path, body=None, minor=39):
        self._connection.request(
            method,
            self._path + path,
            body=None if body is None else json.dumps(body),
            headers={
                'X-Auth-Token': 'admin',
                'Content-Type': 'application/json',
                'Accept': 'application/json',
                'OpenStack-API-Version': f'placement 1.{minor}',
            },
        )
        answer = self._connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else None
