"""Reads, through the API, what the service has after the faults."""

import collections
import json
import time

from placement_inv.tests.faults import client

_FINAL = ('successful', 'failed', 'error', 'canceled')
_ATTEMPTS = 30


class Observer:
    """Asks one server."""

    def __init__(self, url):
        self._url = url

    def read_claims(self, providers):
        """Return {consumer: [amount at each provider]}."""
        claims = collections.defaultdict(list)
        for provider in providers:
            body = self._get(f'/resource_providers/{provider}/allocations')
            for consumer, allocation in body['allocations'].items():
                claims[consumer].append(allocation['resources']['VCPU'])
        return claims

    def read_usage(self, providers):
        """Return the sum of the usages, which are counters."""
        return sum(
            self._get(f'/resource_providers/{provider}/usages')['usages'][
                'VCPU'
            ]
            for provider in providers
        )

    def read_hosts(self, inventory):
        """Return {name: [the variable "n" of each host of this name]}."""
        hosts = collections.defaultdict(list)
        for host in self._list(f'/api/v2/inventories/{inventory}/hosts/'):
            variables = json.loads(host['variables'] or '{}')
            hosts[host['name']].append(variables.get('n'))
        return hosts

    def read_creations(self):
        """Return {name: how often the change record says it was created}."""
        creations = collections.Counter()
        path = '/api/v2/changes/?page_size=200'
        while True:
            body = self._get(path)
            for entry in body['results']:
                if entry['operation'] == 'create':
                    creations.update(
                        host['name']
                        for host in entry['summary_fields'].get('host', ())
                    )
            if not body['more']:
                return creations
            path = body['next']

    def read_inventories(self):
        """Return {name: ["exists" for each inventory of this name]}."""
        inventories = collections.defaultdict(list)
        for inventory in self._list('/api/v2/inventories/'):
            inventories[inventory['name']].append('exists')
        return inventories

    def read_updates(self, ids):
        """Return {id of an update: ["exists"]} and the unfinished ids."""
        updates, unfinished_ids = {}, []
        for update_id in ids:
            answer = self._call(f'/api/v2/inventory_updates/{update_id}/')
            if answer.status == 404:
                continue
            updates[update_id] = ['exists']
            if answer.body['status'] not in _FINAL:
                unfinished_ids.append(update_id)
        return updates, unfinished_ids

    def load(self, source):
        """Run one more update of a source and wait for its end."""
        answer = client.call(
            self._url, 'POST', f'/api/v2/inventory_sources/{source}/update/'
        )
        if answer.status != 202:
            raise RuntimeError(f'update of source {source}: {answer}')
        update_id = answer.body['inventory_update']
        while True:
            _updates, unfinished_ids = self.read_updates([update_id])
            if not unfinished_ids:
                return
            time.sleep(0.2)

    def _list(self, path):
        path += '?page_size=200'
        while path:
            body = self._get(path)
            yield from body['results']
            path = body['next']

    def _get(self, path):
        answer = self._call(path)
        if answer.status != 200:
            raise RuntimeError(f'GET {path}: {answer}')
        return answer.body

    def _call(self, path):
        """GET; again while connections of the pool are found to be dead."""
        for _ in range(_ATTEMPTS):
            answer = client.call(self._url, 'GET', path)
            if answer.status not in (0, 503):
                break
            time.sleep(0.5)
        return answer
