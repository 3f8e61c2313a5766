"""The rows of inventories of many providers, with few statements."""

import dataclasses
import logging

import fixtures

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory_rows
from placement_inv.objects.placement import provider
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

Inventory = inventory_rows.Inventory

_find_rows = transactions.reader(inventory_rows.find_rows)
_write = transactions.writer(inventory_rows.write)
_delete_others = transactions.writer(inventory_rows.delete_others)
_delete = transactions.writer(inventory_rows.delete)


@base.on_every_database
class TestRows(world.PlacementTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, DISK_GB=100)
        self.make_provider(2, VCPU=4)
        self.make_provider(3)
        self.providers = [
            provider.get(self.ctx, world.uuid(number)) for number in (1, 2, 3)
        ]

    def _find(self):
        """Return [{class name: Row}] of the providers."""
        rows = _find_rows(self.ctx, self.providers)
        return [rows[each.id] for each in self.providers]

    def _write(self, *inventories):
        """Write inventories of each provider; return the statements."""
        pairs = list(zip(self.providers, inventories, strict=True))
        rows = _find_rows(self.ctx, self.providers)
        with self.count_statements() as counter:
            _write(self.ctx, pairs, rows)
        return counter.statements

    def test_one_statement_reads_all_providers(self):
        self.allocate(9, {1: {'VCPU': 2}})
        with self.count_statements() as counter:
            first, second, third = self._find()
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual({'VCPU', 'DISK_GB'}, set(first))
        self.assertEqual(
            (2, True), (first['VCPU'].used, first['VCPU'].is_held)
        )
        self.assertFalse(first['DISK_GB'].is_held)
        self.assertEqual(Inventory('VCPU', 4), second['VCPU'].inventory)
        self.assertEqual({}, third)

    def test_equal_inventories_are_not_written(self):
        statements = self._write(
            [Inventory('VCPU', 8), Inventory('DISK_GB', 100)],
            [Inventory('VCPU', 4)],
            [],
        )
        self.assertEqual([], statements)

    def test_new_and_changed_inventories_are_written(self):
        self._write(
            [Inventory('VCPU', 9, step_size=3), Inventory('PGPU', 1)],
            [Inventory('VCPU', 4)],
            [Inventory('VCPU', 2)],
        )
        first, second, third = self._find()
        self.assertEqual(
            Inventory('VCPU', 9, step_size=3), first['VCPU'].inventory
        )
        # An inventory that is not named stays: `delete_others` removes it.
        self.assertEqual({'VCPU', 'DISK_GB', 'PGPU'}, set(first))
        self.assertEqual(Inventory('VCPU', 4), second['VCPU'].inventory)
        self.assertEqual(Inventory('VCPU', 2), third['VCPU'].inventory)

    def test_the_number_of_statements_does_not_depend_on_the_providers(self):
        counts = [
            len(self._write(*inventories))
            for inventories in (
                ([Inventory('VCPU', 9), Inventory('PGPU', 1)], [], []),
                *(
                    [[Inventory('VCPU', total), Inventory(name, 1)]] * 3
                    for total, name in ((10, 'VGPU'), (11, 'PCPU'))
                ),
            )
        ]
        # The ids of classes, the new rows, and the changed rows.
        self.assertEqual([3, 3, 3], counts)

    def test_only_the_classes_that_are_not_named_are_deleted(self):
        pairs = [
            (self.providers[0], [Inventory('VCPU', 1)]),
            (self.providers[1], []),
        ]
        rows = _find_rows(self.ctx, self.providers)
        with self.count_statements() as counter:
            _delete_others(self.ctx, pairs, rows)
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual(
            [['VCPU'], [], []], [list(each) for each in self._find()]
        )

    def test_inventories_with_allocations_are_not_deleted(self):
        self.allocate(9, {1: {'VCPU': 2}})
        with self.database.engine.begin() as connection:
            # A counter that is wrong, as after a partial restore.
            connection.execute(
                tables.placement.inventories.update().values(used=0)
            )
        first, second, _third = self._find()
        error = self.assertRaises(
            errors.InventoryInUse,
            _delete,
            self.ctx,
            [
                (self.providers[1], list(second.values())),
                (self.providers[0], list(first.values())),
            ],
        )
        self.assertEqual(
            ('VCPU', world.uuid(1)), (error.resource_classes, error.provider)
        )
        self.assertEqual([2, 1, 0], [len(each) for each in self._find()])

    def test_an_allocation_after_the_read_is_a_conflict(self):
        first, _second, _third = self._find()
        self.allocate(9, {1: {'VCPU': 2}})
        self.assertRaises(
            errors.ProviderChanged,
            _delete,
            self.ctx,
            [(self.providers[0], list(first.values()))],
        )

    def test_a_total_below_the_allocations_is_logged(self):
        self.allocate(9, {1: {'VCPU': 6}})
        log = self.useFixture(fixtures.FakeLogger(level=logging.WARNING))
        self._write([Inventory('VCPU', 6)], [], [])
        self.assertEqual('', log.output)
        self._write([Inventory('VCPU', 5)], [], [])
        self.assertIn(
            f'Resource provider {world.uuid(1)} is now over-capacity for VCPU',
            log.output,
        )

    def test_the_time_of_the_write_does_not_count_in_a_comparison(self):
        (row,) = self._find()[1].values()
        self.assertIsNotNone(row.inventory.updated_at)
        self.assertEqual(
            row.inventory, dataclasses.replace(row.inventory, updated_at=None)
        )
