"""The cache plugin as Ansible calls it: what it asks of the service."""

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
        """Return a plugin as another run has it, its requests noted."""
        plugin = cache_loader.get(
            'placement_inv',
            **{
                '_uri': self.server.url,
                'inventory': str(self.inventory),
                'auth_token': 'admin',
                **options,
            },
        )
        self.asked = []
        service = plugin._service
        ask = service._ask

        def noted(method, path, *args, **kwargs):
            self.asked.append(method)
            return ask(method, path, *args, **kwargs)

        service._ask = noted
        return plugin

    def _kept(self, name):
        window = fact_batches.Window(name=name)
        found, _more = fact_batches.read(self.ctx, self.inventory, window)
        return found[0].facts

    def test_facts_of_many_hosts_are_few_requests(self):
        for name in _HOSTS:
            self.assertFalse(self.plugin.contains(name))
            self.plugin.set(name, {'fqdn': f'{name}.example.org'})
        self.plugin._close()
        # Windows of 1, 10, 100 and the rest; batches of 100.
        self.assertEqual((5, 3), self._counts())
        self.assertEqual({'fqdn': 'web229.example.org'}, self._kept('web229'))
        self.plugin = self._start()
        for name in _HOSTS:
            self.assertIn(name, self.plugin.get(name)['fqdn'])
        self.assertEqual((5, 0), self._counts())

    def _counts(self):
        return self.asked.count('GET'), self.asked.count('PATCH')

    def test_a_copy_has_the_facts_of_all_hosts(self):
        facts = {name: {'fqdn': name} for name in _HOSTS[:150]}
        for name, said in facts.items():
            self.plugin.set(name, said)
        self.plugin._close()
        self.assertEqual(facts, self._start().copy())

    def test_only_what_changed_is_written(self):
        self.plugin.set('web000', {'a': 1, 'b': [1, 2]})
        self.plugin._close()
        fact_batches.merge(self.ctx, self.inventory, {'web000': {'a': 5}})
        # Ansible changes what it got in place.
        facts = self.plugin.get('web000')
        facts['b'].append(3)
        self.plugin.set('web000', facts)
        self.plugin._close()
        self.assertEqual({'a': 5, 'b': [1, 2, 3]}, self._kept('web000'))
        self.plugin.set('web000', facts)
        self.plugin._close()
        self.assertEqual(2, self.asked.count('PATCH'))

    def test_what_no_database_keeps_is_left_out(self):
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
            self._kept('web000'),
        )

    def test_what_only_ansible_may_say_is_left_out(self):
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
            {'text': '{{ "__ansible_unsafe": "x" }}'}, self._kept('web000')
        )

    def test_forgetting_is_said_and_done(self):
        self.plugin.set('web000', {'a': 1})
        self.plugin.set('web001', {'a': 1})
        self.plugin._close()
        self.plugin.delete('web000')
        self.assertRaises(KeyError, self.plugin.get, 'web000')
        self.plugin.set('web000', {'b': 1})
        self.plugin._close()
        self.assertEqual({'b': 1}, self._kept('web000'))
        self.assertEqual({'web000', 'web001'}, set(self._start().keys()))
        self.plugin.flush()
        self.plugin._close()
        self.assertEqual([], self._start().keys())

    def test_a_host_of_no_inventory_lives_as_long_as_the_run(self):
        self.plugin.set('zebra', {'a': 1})
        self.plugin._close()
        self.assertEqual({'a': 1}, self.plugin.get('zebra'))
        self.assertFalse(self._start().contains('zebra'))

    def test_large_facts_go_in_smaller_batches(self):
        for name in _HOSTS[:5]:
            self.plugin.set(name, {'blob': 'x' * 400_000})
        self.plugin._close()
        self.assertEqual(3, self.asked.count('PATCH'))
        self.assertEqual(400_000, len(self._kept('web004')['blob']))

    def test_facts_wait_for_a_service_that_is_away(self):
        service = self.plugin._service
        base, service._base = service._base, 'http://127.0.0.1:9'
        self.plugin.set('web000', {'a': 1})
        self.plugin._close()
        self.assertRaises(KeyError, self.plugin.get, 'web001')
        service._base = base
        self.plugin._away_until = 0
        self.plugin._close()
        self.assertEqual({'a': 1}, self._kept('web000'))

    def test_who_may_not_write_is_told_and_goes_on(self):
        self.plugin._service._headers |= {
            'X-Auth-Token': 'somebody:project',
            'X-Roles': 'reader',
        }
        self.plugin.set('web000', {'a': 1})
        self.plugin._close()
        self.assertEqual({'a': 1}, self.plugin.get('web000'))
        self.assertEqual(None, self._kept('web000'))

    def test_an_inventory_must_be_there(self):
        refused = self.assertRaises(
            AnsibleError, self._start, inventory='Nowhere'
        )
        self.assertIn("none is called 'Nowhere'", str(refused))
