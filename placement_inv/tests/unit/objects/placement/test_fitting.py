"""The rule of capacity and units, as values and as text."""

import types
import unittest

from placement_inv.db import tables
from placement_inv.objects.placement import fitting

_INVENTORY = types.SimpleNamespace(
    total=10,
    reserved=2,
    allocation_ratio=1.5,
    min_unit=2,
    max_unit=6,
    step_size=2,
)


class FittingTest(unittest.TestCase):
    def test_capacity_keeps_its_fraction(self):
        self.assertEqual(12.0, fitting.capacity(_INVENTORY))
        odd = types.SimpleNamespace(total=3, reserved=0, allocation_ratio=1.5)
        self.assertEqual(4.5, fitting.capacity(odd))

    def test_room_ends_at_the_capacity(self):
        self.assertTrue(fitting.has_room(8, 4, 12.0))
        self.assertFalse(fitting.has_room(8, 5, 12.0))

    def test_units(self):
        for amount, rules in {
            1: (False, True, False),
            2: (True, True, True),
            3: (True, True, False),
            6: (True, True, True),
            8: (True, False, True),
        }.items():
            with self.subTest(amount):
                self.assertEqual(rules, fitting.unit_rules(_INVENTORY, amount))

    def test_together_the_sum_must_not_exceed_the_largest_unit(self):
        self.assertEqual((True, False), fitting.unit_bounds(_INVENTORY, 4, 8))

    def test_the_text_is_the_whole_rule_without_parameters(self):
        text = fitting.postgresql_text(
            tables.placement.inventories.c, 'wanted.amount'
        )
        self.assertEqual(
            'inventories.used + wanted.amount <= '
            '(inventories.total - inventories.reserved)'
            ' * inventories.allocation_ratio'
            ' AND inventories.min_unit <= wanted.amount'
            ' AND inventories.max_unit >= wanted.amount'
            ' AND wanted.amount %% inventories.step_size = 0',
            text,
        )
