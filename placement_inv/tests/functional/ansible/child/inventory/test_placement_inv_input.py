"""The inventory that the child reads from a file of the service."""

import json
import pathlib
import tempfile
import unittest

from ansible import template
from ansible.inventory import data
from ansible.parsing import dataloader

from placement_inv.ansible.child.inventory import placement_inv_input

#: Names that Ansible's other plugins parse, or refuse.
_NAMES = ('web[1:3]', 'web:22', '~x', '!x', 'a,b', '::1', 'all:children', ' ')


class TestInput(unittest.TestCase):
    def setUp(self):
        self.directory = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )

    def parse(self, document, inventory=None):
        path = self.directory / 'first.input'
        path.write_text(json.dumps(document), 'utf-8')
        inventory = inventory or data.InventoryData()
        plugin = placement_inv_input.InventoryModule()
        plugin.parse(inventory, dataloader.DataLoader(), str(path))
        return inventory

    def test_only_files_of_the_service_are_read(self):
        plugin = placement_inv_input.InventoryModule()
        for name, expected in (('a.input', True), ('a.json', False)):
            path = self.directory / name
            path.write_text('{}')
            self.assertEqual(expected, plugin.verify_file(str(path)), name)
        self.assertFalse(plugin.verify_file(str(self.directory / 'b.input')))

    def test_names_are_taken_literally(self):
        inventory = self.parse(
            {
                '_meta': {'hostvars': {name: {} for name in _NAMES}},
                'g[1:2]': {'hosts': list(_NAMES)},
            }
        )
        self.assertEqual(set(_NAMES), set(inventory.hosts))
        group = inventory.groups['g[1:2]']
        self.assertEqual(list(_NAMES), [host.name for host in group.hosts])

    def test_groups_have_their_variables_children_and_hosts(self):
        inventory = self.parse(
            {
                '_meta': {'hostvars': {'web1': {'port': 80}}},
                'site': {'children': ['web'], 'vars': {'region': 'north'}},
                'web': {'hosts': ['web1']},
            }
        )
        site, web = inventory.groups['site'], inventory.groups['web']
        self.assertEqual([web], site.child_groups)
        self.assertEqual('north', site.vars['region'])
        self.assertEqual(['web1'], [host.name for host in web.hosts])
        self.assertEqual(80, inventory.hosts['web1'].vars['port'])

    def test_a_host_named_like_a_group_has_its_own_variables(self):
        inventory = data.InventoryData()
        inventory.add_group('web')
        self.parse({'_meta': {'hostvars': {'web': {'a': 1}}}}, inventory)
        self.assertEqual(1, inventory.hosts['web'].vars['a'])
        self.assertNotIn('a', inventory.groups['web'].vars)

    def test_variables_may_be_templates(self):
        inventory = self.parse(
            {'_meta': {'hostvars': {'web1': {'a': '{{ 40 + 2 }}'}}}}
        )
        value = inventory.hosts['web1'].vars['a']
        self.assertEqual(42, template.Templar().template(value))
