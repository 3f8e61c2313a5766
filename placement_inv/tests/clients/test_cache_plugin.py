"""The cache plugin, loaded by Ansible: its requests to the service."""

import pathlib

from ansible.errors import AnsibleError
from ansible.plugins.loader import cache_loader
import testtools

import placement_inv
from placement_inv import context
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.tests.fixtures import live_server
from placement_inv.tests.functional.objects.host_inventory import world

_PLUGINS = pathlib.Path(placement_inv.__file__).parent / 'ansible' / 'plugins'
_HOSTS = [f'web{number:03d}' for number in range(230)]


class TestCachePlugin(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.useFixture(live_server.LiveServer())
        self.ctx = context.RequestContext(
            self.server.services, user_id='admin', roles=['admin']
        )
        self.inventory = world.make_inventory(self.ctx).id
        with self.server.services.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.insert(),
                [
                    {'host_inventory_id': self.inventory, 'name': name}
                    for name in _HOSTS
                ],
            )
        cache_loader.add_directory(str(_PLUGINS / 'cache'))
        self.plugin = self._start()

    def _start(self, **options):
        """Return the plugin of a new run; record its requests."""
        plugin = cache_loader.get(
            'placement_inv',
            **{
                '_uri': self.server.url,
                'inventory': str(self.inventory),
                'auth_token': 'admin',
                **options,
            },
        )
        self.methods = []
        service = plugin._service
        request = service._request

        def record(method, path, *args, **kwargs):
            self.methods.append(method)
            return request(method, path, *args, **kwargs)

        service._request = record
        return plugin

    def _read_facts(self, name):
        window = fact_batches.Window(name=name)
        rows, _more = fact_batches.read(self.ctx, self.inventory, window)
        return rows[0].facts

    def test_facts_of_many_hosts_take_few_requests(self):
        for name in _HOSTS:
            self.assertFalse(self.plugin.contains(name))
            self.plugin.set(name, {'fqdn': f'{name}.example.org'})
        self.plugin._close()
        # Windows of 1, 10, 100 and the rest; batches of 100.
        self.assertEqual((5, 3), self._counts())
        self.assertEqual(
            {'fqdn': 'web229.example.org'}, self._read_facts('web229')
        )
        self.plugin = self._start()
        for name in _HOSTS:
            self.assertIn(name, self.plugin.get(name)['fqdn'])
        self.assertEqual((5, 0), self._counts())

    def _counts(self):
        return self.methods.count('GET'), self.methods.count('PATCH')

    def test_a_copy_has_the_facts_of_all_hosts(self):
        facts = {name: {'fqdn': name} for name in _HOSTS[:150]}
        for name, host_facts in facts.items():
            self.plugin.set(name, host_facts)
        self.plugin._close()
        self.assertEqual(facts, self._start().copy())

    def test_only_changed_facts_are_written(self):
        self.plugin.set('web000', {'a': 1, 'b': [1, 2]})
        self.plugin._close()
        fact_batches.merge(self.ctx, self.inventory, {'web000': {'a': 5}})
        # Ansible changes the returned facts in place.
        facts = self.plugin.get('web000')
        facts['b'].append(3)
        self.plugin.set('web000', facts)
        self.plugin._close()
        self.assertEqual({'a': 5, 'b': [1, 2, 3]}, self._read_facts('web000'))
        self.plugin.set('web000', facts)
        self.plugin._close()
        self.assertEqual(2, self.methods.count('PATCH'))

    def test_values_that_cannot_be_stored_are_left_out(self):
        self.plugin.set(
            'web000',
            {
                'nul': 'a\0b',
                'nan': float('nan'),
                'object': object(),
                'bytes': 'caf\udce9',
                'backslash': '\\u0000',
                'set': {1},
            },
        )
        self.plugin._close()
        self.assertEqual(
            {'bytes': 'caf?', 'backslash': '\\u0000', 'set': [1]},
            self._read_facts('web000'),
        )

    def test_reserved_names_are_left_out(self):
        self.plugin.set(
            'web000',
            {
                'vault': [{'__ansible_vault': 'x'}],
                'typed': {'a': ({'__ansible_type': 'x'},)},
                '__ansible_unsafe': 'x',
                'text': '{{ "__ansible_unsafe": "x" }}',
            },
        )
        self.plugin._close()
        self.assertEqual(
            {'text': '{{ "__ansible_unsafe": "x" }}'},
            self._read_facts('web000'),
        )

    def test_facts_are_deleted(self):
        self.plugin.set('web000', {'a': 1})
        self.plugin.set('web001', {'a': 1})
        self.plugin._close()
        self.plugin.delete('web000')
        self.assertRaises(KeyError, self.plugin.get, 'web000')
        self.plugin.set('web000', {'b': 1})
        self.plugin._close()
        self.assertEqual({'b': 1}, self._read_facts('web000'))
        self.assertEqual({'web000', 'web001'}, set(self._start().keys()))
        self.plugin.flush()
        self.plugin._close()
        self.assertEqual([], self._start().keys())

    def test_facts_of_an_unknown_host_last_for_the_run(self):
        self.plugin.set('zebra', {'a': 1})
        self.plugin._close()
        self.assertEqual({'a': 1}, self.plugin.get('zebra'))
        self.assertFalse(self._start().contains('zebra'))

    def test_large_facts_are_sent_in_smaller_batches(self):
        for name in _HOSTS[:5]:
            self.plugin.set(name, {'blob': 'x' * 400_000})
        self.plugin._close()
        self.assertEqual(3, self.methods.count('PATCH'))
        self.assertEqual(400_000, len(self._read_facts('web004')['blob']))

    def test_facts_wait_for_an_unavailable_service(self):
        service = self.plugin._service
        base, service._base = service._base, 'http://127.0.0.1:9'
        self.plugin.set('web000', {'a': 1})
        self.plugin._close()
        self.assertRaises(KeyError, self.plugin.get, 'web001')
        service._base = base
        self.plugin._silent_until = 0
        self.plugin._close()
        self.assertEqual({'a': 1}, self._read_facts('web000'))

    def test_a_refused_write_does_not_stop_the_run(self):
        self.plugin._service._headers |= {
            'X-Auth-Token': 'somebody:project',
            'X-Roles': 'reader',
        }
        self.plugin.set('web000', {'a': 1})
        self.plugin._close()
        self.assertEqual({'a': 1}, self.plugin.get('web000'))
        self.assertEqual(None, self._read_facts('web000'))

    def test_a_missing_inventory_is_an_error(self):
        error = self.assertRaises(
            AnsibleError, self._start, inventory='Nowhere'
        )
        self.assertIn("none is called 'Nowhere'", str(error))
