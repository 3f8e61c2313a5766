"""Updates of constructed inventories with the real ansible-inventory."""

import json
import types

import sqlalchemy as sa

from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.variables import marks
from placement_inv.tests import confined
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

#: Names that the API accepts and that have a special meaning elsewhere.
_ODD = (
    *('.', '..', 'a/b', '/etc/passwd', '../../etc/passwd', 'x' * 300),
    *('é' * 200, 'web[1:5:1]', '[web', 'x[1:999999999:1]', '[web]', '::1'),
    *('-v', '--list', '@/etc/passwd', 'localhost', '127.0.0.1', 'a\nb'),
    *('~root', '*', '!web', 'a,b', 's1_h', 'null', '1', 'a b', 'web1'),
)
_ODD_GROUPS = (
    *('../..', './x', '/g', 'g[1:3]', 'y' * 300, '--graph', '@g', '*g'),
    *('plugin', 'hosts', 'vars', 'children', 'g:1', 'web', 'ungrouped'),
)
_SOURCE_VARS = json.dumps(
    {
        'compose': {'system': 'os', 'mine': 'inventory_hostname'},
        'groups': {'debian': "os == 'Debian'"},
        'keyed_groups': [{'key': 'os', 'prefix': 'os'}],
        'strict': True,
        'use_vars_plugins': True,
    }
)


@base.on_every_database
class TestConstructedUpdates(updating.UpdateCase):
    def setUp(self):
        super().setUp()
        self.constructed = world.make_inventory(
            self.ctx,
            'Made',
            kind='constructed',
            source_vars=_SOURCE_VARS,
            organization_id=self.inventory.organization_id,
        )
        constructed.add_input(self.ctx, self.constructed.id, self.inventory.id)

    def _update(self):
        """Update the constructed inventory; return the update that ended."""
        source_id = self.rows(
            sa.select(world.SOURCES.c.id).where(
                world.SOURCES.c.host_inventory_id == self.constructed.id
            )
        )[0].id
        result = self.run_one(types.SimpleNamespace(id=source_id))
        self.assertEqual('successful', result.status, self.output_of(result))

    def _script(self):
        return script.get_of_inventory(
            self.ctx, self.constructed.id, script.ScriptOptions(hostvars=True)
        )

    def _make_host(self, name, more_facts=None, **values):
        host = world.make_host(self.ctx, self.inventory.id, name, **values)
        facts.replace(
            self.ctx, host.id, {'os': 'Debian', **(more_facts or {})}
        )
        return host

    @confined.requires('files', 'calls')
    def test_names_of_hosts_are_literal(self):
        for name in _ODD:
            self._make_host(name)
        self._update()
        document = self._script()
        self.assertEqual(
            {name: (name, 'Debian') for name in _ODD},
            {
                # Ansible marks most of these values as unsafe.
                name: (marks.unwrap(variables['mine']), variables['system'])
                for name, variables in document['_meta']['hostvars'].items()
            },
        )
        self.assertEqual(set(_ODD), set(document['debian']['hosts']))
        self.assertEqual(set(_ODD), set(document['os_Debian']['hosts']))

    @confined.requires('files', 'calls')
    def test_names_of_groups_are_literal(self):
        host = self._make_host('h1')
        for name in _ODD_GROUPS:
            group = world.make_group(
                self.ctx, self.inventory.id, name, variables='{"depth": 1}'
            )
            association.add_host(self.ctx, group.id, host.id)
        self._update()
        groups = self._script()
        for name in _ODD_GROUPS:
            if name != 'ungrouped':
                self.assertEqual(
                    {'hosts': ['h1'], 'vars': {'depth': 1}}, groups[name]
                )

    @confined.requires('files', 'calls')
    def test_unusual_values_of_a_host_do_not_stop_the_update(self):
        deep = '[' * 62 + ']' * 62
        for number, value in enumerate(
            (r'"\ud800"', r'{"\ud800": 1}', r'"\u0000"', str(10**30), deep)
        ):
            self._make_host(f'h{number}', variables=f'{{"value": {value}}}')
        host_inventory.update(
            self.ctx,
            self.constructed.id,
            {'source_vars': json.dumps({'compose': {'copy': 'value'}})},
        )
        self._update()
        values = self._script()['_meta']['hostvars']
        self.assertEqual(
            ['h0', 'h1', 'h2', 'h3', 'h4'], sorted(values), values
        )
        self.assertIn(str(10**30), json.dumps(values['h3']['copy']))

    @confined.requires('files', 'calls')
    def test_variables_of_inputs_are_templates_and_facts_are_not(self):
        self._make_host(
            'h1',
            {'os': "{{ 'evaluated' }}"},
            variables=json.dumps({'mine': '{{ 40 + 2 }}'}),
        )
        host_inventory.update(
            self.ctx,
            self.constructed.id,
            {
                'source_vars': json.dumps(
                    {'compose': {'sum': 'mine', 'system': 'os'}}
                )
            },
        )
        self._update()
        variables = self._script()['_meta']['hostvars']['h1']
        self.assertEqual(42, int(variables['sum']))
        self.assertIn("{{ 'evaluated' }}", json.dumps(variables['system']))
