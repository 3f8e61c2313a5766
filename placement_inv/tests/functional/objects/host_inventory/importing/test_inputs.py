"""The files from which a constructed inventory is made."""

import json
import os
import types
from unittest import mock

import fixtures

from placement_inv.db import tables
from placement_inv.objects.host_inventory.hosts.facts import documents
from placement_inv.objects.host_inventory.importing import inputs
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_hosts = tables.host_inventory.hosts


@base.on_every_database
class TestInputs(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.directory = self.useFixture(fixtures.TempDir()).path
        self.input = world.make_inventory(self.ctx, variables='tier: prod')
        self.constructed = world.make_inventory(
            self.ctx,
            'Made',
            kind='constructed',
            organization_id=self.input.organization_id,
        )
        constructed.add_input(self.ctx, self.constructed.id, self.input.id)

    def make_host(self, name, facts=None, **values):
        row = world.make_host(self.ctx, self.input.id, name, **values)
        if facts is not None:
            documents.replace(self.ctx, row.id, facts)
        return row

    def write(self, source_vars=''):
        """Write the files; return their paths, by name, in their order."""
        run = types.SimpleNamespace(
            host_inventory_id=self.constructed.id, source_vars=source_vars
        )
        paths = inputs.make_writer(self.ctx, run)(self.directory)
        return {os.path.basename(path): path for path in paths}

    def read(self, path):
        with open(path, encoding='utf-8') as file:
            return json.load(file)

    def read_facts(self, name):
        return self.read(inputs.build_facts_path(self.directory, name))

    def test_inputs_come_first_in_their_order_then_the_settings(self):
        later = world.make_inventory(
            self.ctx, 'Later', organization_id=self.input.organization_id
        )
        constructed.add_input(self.ctx, self.constructed.id, later.id)
        self.assertEqual(
            [
                f'inventory_{self.input.id}.input',
                f'inventory_{later.id}.input',
                'constructed.config',
            ],
            list(self.write()),
        )

    def test_the_settings_cannot_choose_another_plugin(self):
        paths = self.write('{plugin: script, strict: true}')
        self.assertEqual(
            {'plugin': 'ansible.builtin.constructed', 'strict': True},
            self.read(paths['constructed.config']),
        )

    def test_an_input_has_the_variables_of_its_hosts(self):
        row = self.make_host('h1', variables='a: 1')
        paths = self.write()
        script = self.read(paths[f'inventory_{self.input.id}.input'])
        self.assertEqual({'tier': 'prod'}, script['all']['vars'])
        self.assertEqual(['h1'], script['all']['hosts'])
        hostvars = script['_meta']['hostvars']['h1']
        self.assertEqual(
            (1, row.id), (hostvars['a'], hostvars['remote_tower_id'])
        )

    def test_integers_of_an_input_are_exact(self):
        numbers = [89440000000000000017, -(10**40), 2**1024 - 1]
        self.make_host('h1', {'n': numbers}, variables=f'n: {numbers}')
        paths = self.write()
        script = self.read(paths[f'inventory_{self.input.id}.input'])
        self.assertEqual(numbers, script['_meta']['hostvars']['h1']['n'])
        self.assertEqual({'n': numbers}, self.read_facts('h1'))

    def test_each_host_with_facts_has_a_file_of_them(self):
        self.make_host('h1', {'os': 'Debian'})
        self.make_host('../h2/' + 'x' * 300, {'os': 'Fedora'})
        self.make_host('h3')
        self.write()
        self.assertEqual({'os': 'Debian'}, self.read_facts('h1'))
        self.assertEqual(
            {'os': 'Fedora'}, self.read_facts('../h2/' + 'x' * 300)
        )
        self.assertEqual(
            2, len(os.listdir(os.path.join(self.directory, 'facts')))
        )

    def test_facts_are_read_in_batches(self):
        names = [f'h{number}' for number in range(5)]
        for name in names:
            self.make_host(name, {'name': name})
        for size in (1, 2, 5, 6):
            with mock.patch.object(inputs, '_BATCH', size):
                rows = list(inputs._read_facts(self.ctx, self.input.id))
            self.assertEqual([(name, {'name': name}) for name in names], rows)

    def test_variables_that_are_refused_today_spoil_no_other_host(self):
        h1 = self.make_host('h1', {'a': 1}).id
        self.make_host('h2', {'a': 1}, variables='{"b": 2}')
        # A row of an earlier release.
        with self.ctx.database.engine.begin() as connection:
            connection.execute(
                _hosts.update()
                .where(_hosts.c.id == h1)
                .values(variables=f'{{"a": {2**1100}}}', variables_data=None)
            )
        paths = self.write()
        script = self.read(paths[f'inventory_{self.input.id}.input'])
        self.assertEqual(2, script['_meta']['hostvars']['h2']['b'])
        self.assertEqual({'a': 1}, self.read_facts('h1'))
