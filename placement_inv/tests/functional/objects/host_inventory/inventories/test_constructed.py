"""Inputs and settings of constructed inventories."""

import json
import os
import pathlib
import types

import fixtures
import sqlalchemy as sa

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.importing import inputs
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestConstructed(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.constructed = world.make_inventory(
            self.ctx, 'Made', kind='constructed', limit='web'
        )
        self.inputs = [
            world.make_inventory(
                self.ctx,
                name,
                organization_id=self.constructed.organization_id,
            ).id
            for name in ('z', 'a', 'm')
        ]

    def _add_all(self):
        for input_id in self.inputs:
            constructed.add_input(self.ctx, self.constructed.id, input_id)

    def test_a_constructed_inventory_is_created_with_one_source(self):
        sources = self.rows(
            sa.select(world.SOURCES.c.source, world.SOURCES.c.limit)
        )
        self.assertEqual([('constructed', 'web')], sources)
        self.assertEqual('web', self.constructed.constructed_settings.limit)

    def test_inputs_keep_their_order(self):
        self._add_all()
        self.assertEqual(
            self.inputs,
            constructed.find_input_ids(self.ctx, self.constructed.id),
        )
        page = host_inventory.page_of_inputs(
            self.ctx, self.constructed.id, list_page.Query()
        )
        self.assertEqual(list('zam'), [row.name for row in page.rows])

    def test_an_existing_input_keeps_its_position(self):
        self._add_all()
        constructed.add_input(self.ctx, self.constructed.id, self.inputs[0])
        constructed.remove_input(self.ctx, self.constructed.id, self.inputs[1])
        self.assertEqual(
            [self.inputs[0], self.inputs[2]],
            constructed.find_input_ids(self.ctx, self.constructed.id),
        )

    def test_a_deleted_inventory_is_no_longer_an_input(self):
        self._add_all()
        host_inventory.delete(self.ctx, self.inputs[1])
        self.assertEqual(
            [self.inputs[0], self.inputs[2]],
            constructed.find_input_ids(self.ctx, self.constructed.id),
        )

    def test_a_constructed_inventory_cannot_be_an_input(self):
        self.assertRaises(
            errors.ConstructedInput,
            constructed.add_input,
            self.ctx,
            self.constructed.id,
            self.constructed.id,
        )

    def test_statements_do_not_grow_with_the_list(self):
        def statements():
            with self.count_statements() as counter:
                host_inventory.page_of_constructed(self.ctx, list_page.Query())
            return len(counter.statements)

        one = statements()
        for number in range(5):
            world.make_inventory(
                self.ctx, f'Made {number}', kind='constructed'
            )
        self.assertEqual(one, statements())

    def test_files_have_the_contents_of_the_inputs(self):
        self._add_all()
        group = world.make_group(
            self.ctx, self.inputs[0], 'web', variables='p: 1'
        )
        inventory = world.make_host(
            self.ctx, self.inputs[0], 'h1', variables='a: 1'
        )
        world.make_host(self.ctx, self.inputs[0], 'off', enabled=False)
        facts.replace(self.ctx, inventory.id, {'os': 'Debian'})
        directory = self.useFixture(fixtures.TempDir()).path
        run = types.SimpleNamespace(
            host_inventory_id=self.constructed.id, source_vars='strict: true'
        )
        paths = inputs.make_writer(self.ctx, run)(directory)
        documents = [json.loads(pathlib.Path(p).read_text()) for p in paths]
        self.assertEqual(4, len(documents))
        self.assertEqual(
            {'strict': True, 'plugin': 'ansible.builtin.constructed'},
            documents[-1],
        )
        hostvars = documents[0]['_meta']['hostvars']
        self.assertEqual(['h1'], list(hostvars))
        self.assertEqual(1, hostvars['h1']['a'])
        self.assertEqual(inventory.id, hostvars['h1']['remote_tower_id'])
        self.assertIn(group.name, documents[0]['all']['children'])
        path = pathlib.Path(inputs.build_facts_path(directory, 'h1'))
        self.assertEqual({'os': 'Debian'}, json.loads(path.read_text()))

    def test_names_of_hosts_are_not_used_as_file_names(self):
        self._add_all()
        for name in ('.', '..', 'a/b', '../../x', 'x' * 300, 'h1'):
            inventory = world.make_host(self.ctx, self.inputs[0], name)
            facts.replace(self.ctx, inventory.id, {'name': name})
        directory = self.useFixture(fixtures.TempDir()).path
        run = types.SimpleNamespace(
            host_inventory_id=self.constructed.id, source_vars=''
        )
        inputs.make_writer(self.ctx, run)(directory)
        names = os.listdir(os.path.join(directory, 'facts'))
        self.assertEqual(6, len(names))
        for name in names:
            self.assertRegex(name, '^[0-9a-f]{64}$')
