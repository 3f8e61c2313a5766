"""The sample data is consistent."""

import pathlib
import unittest
import uuid

import placement_inv.demo
from placement_inv.demo import world

_SOURCES = pathlib.Path(placement_inv.demo.__file__).parent / 'sources'


class TestWorld(unittest.TestCase):
    def test_machines_have_different_names_and_uuids(self):
        for field in ('name', 'uuid'):
            values = {getattr(machine, field) for machine in world.MACHINES}
            self.assertEqual(len(world.MACHINES), len(values), field)
        for machine in world.MACHINES:
            self.assertEqual(machine.uuid, str(uuid.UUID(machine.uuid)))

    def test_no_allocation_exceeds_its_inventory(self):
        for _consumer, machine, resources in world.ALLOCATIONS:
            for name, amount in resources.items():
                inventory = machine.inventories[name]
                self.assertLessEqual(
                    amount, inventory['total'] - inventory.get('reserved', 0)
                )

    def test_the_source_is_packaged(self):
        self.assertTrue((_SOURCES / world.SOURCE['source_path']).is_dir())

    def test_the_smart_inventory_finds_some_machines_and_not_all(self):
        name, value = world.SMART_INVENTORY['host_filter'].split('=')
        fact = name.removeprefix('ansible_facts__')
        values = [
            machine
            for machine in world.MACHINES
            if machine.facts[fact] == int(value)
        ]
        self.assertTrue(0 < len(values) < len(world.MACHINES))
