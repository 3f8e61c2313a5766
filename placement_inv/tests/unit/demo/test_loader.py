"""Loading the sample data, against an API that only keeps the calls."""

import unittest
from unittest import mock

from placement_inv.demo import client
from placement_inv.demo import loader
from placement_inv.demo import world


class _API:
    """Answers as a service does; keeps what changes something."""

    def __init__(self, inventories=(), updates=()):
        self.calls = []
        self._inventories = {'inventories': dict.fromkeys(inventories, {})}
        self._updates = list(updates)

    def get(self, path):
        if path.endswith('/inventories'):
            return self._inventories
        if path.startswith('/resource_providers/'):
            return {'generation': len(self.calls)}
        if path.startswith('/api/v2/inventory_updates/'):
            return self._updates.pop(0)
        return {
            'results': [
                {'name': machine.name, 'id': number}
                for number, machine in enumerate(world.MACHINES, 100)
            ]
        }

    def call(self, method, path, body=None, accept=()):
        self.calls.append((method, path, body))
        return {'inventory_update': 9}

    def ensure(self, path, body):
        self.calls.append(('ensure', path, body))
        return {'id': 5}

    def paths(self, method, prefix):
        return [
            path
            for called_method, path, _body in self.calls
            if called_method == method and path.startswith(prefix)
        ]


_WAITING = {'status': 'waiting', 'finished': None, 'job_explanation': ''}
_DONE = {'status': 'successful', 'finished': 'now', 'job_explanation': ''}
_FAILED = {'status': 'failed', 'finished': 'now', 'job_explanation': 'bad'}


class TestLoad(unittest.TestCase):
    def _load(self, api):
        with (
            mock.patch.object(loader.client, 'Client', return_value=api),
            mock.patch.object(loader.time, 'sleep') as sleep,
        ):
            loader.load('http://127.0.0.1:1')
        return sleep.call_count

    def test_facts_go_to_the_host_of_each_machine(self):
        api = _API(updates=[_DONE])
        self._load(api)
        facts = {
            path: body
            for _, path, body in api.calls
            if 'ansible_facts' in path
        }
        self.assertEqual(
            {
                f'/api/v2/hosts/{number}/ansible_facts/': machine.facts
                for number, machine in enumerate(world.MACHINES, 100)
            },
            facts,
        )

    def test_writes_to_a_provider_have_its_newest_generation(self):
        api = _API(updates=[_DONE])
        self._load(api)
        for number, (_method, path, body) in enumerate(api.calls):
            if path.endswith(('/traits', '/inventories')):
                self.assertEqual(number, body['resource_provider_generation'])

    def test_a_provider_with_inventories_is_not_written_again(self):
        api = _API(['VCPU'], [_DONE])
        self._load(api)
        self.assertEqual([], api.paths('PUT', '/resource_providers/'))
        api = _API([], [_DONE])
        self._load(api)
        self.assertEqual(
            3 * len(world.MACHINES),
            len(api.paths('PUT', '/resource_providers/')),
        )

    def test_it_waits_for_the_end_of_the_update(self):
        self.assertEqual(
            2, self._load(_API(updates=[_WAITING, _WAITING, _DONE]))
        )

    def test_an_update_that_fails_is_an_error_with_its_explanation(self):
        with self.assertRaisesRegex(client.APIError, '/9/: bad'):
            self._load(_API(updates=[_FAILED]))

    def test_an_update_without_an_end_is_an_error(self):
        with (
            mock.patch.object(
                loader.time, 'monotonic', side_effect=[0, 300, 301]
            ),
            self.assertRaisesRegex(client.APIError, 'still waiting'),
        ):
            self._load(_API(updates=[_WAITING] * 3))
