"""Selects that fill pools, and the pools of their rows."""

import dataclasses
import unittest

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import pools
from placement_inv.tests.candidates import plans

_provider = tables.placement.resource_providers.alias('p')


def _selects(plan, number):
    return list(
        pools.selects(plan, number, _provider, conditions.Conditions())
    )


class TestPoolSelect(unittest.TestCase):
    def test_a_row_of_a_spread_demand_belongs_to_the_pools_of_its_bits(self):
        plan = plans.create(plans.group('', {'VCPU': 1, 'DISK_GB': 1}))
        pool_select = pools.PoolSelect(plan.demands[0], (4, 7))
        for bits, numbers in ((0b01, [4]), (0b10, [7]), (0b11, [4, 7])):
            self.assertEqual(numbers, pool_select.pools(bits))

    def test_a_row_of_a_granular_demand_belongs_to_its_only_pool(self):
        plan = plans.create(plans.group('_A', {'VCPU': 1, 'DISK_GB': 1}))
        pool_select = pools.PoolSelect(plan.demands[0], (4,))
        self.assertEqual((4,), pool_select.pools(0))


class TestSelects(unittest.TestCase):
    def test_each_demand_fills_its_own_pools(self):
        plan = plans.create(
            plans.group('', {'VCPU': 1, 'DISK_GB': 1}),
            plans.group('_A', {'VGPU': 1}),
        )
        self.assertEqual(
            [[(0, 1)], [(2,)]],
            [
                [pool_select.numbers for pool_select, _ in _selects(plan, n)]
                for n in (0, 1)
            ],
        )

    def test_many_classes_need_several_selects(self):
        size = capacity_sql.CLASSES_PER_SELECT
        resources = {f'CUSTOM_{n}': 1 for n in range(size + 2)}
        classes = {name: n for n, name in enumerate(resources, 1)}
        catalog = dataclasses.replace(plans.CATALOG, classes=classes)
        plan = plans.create(plans.group('', resources), catalog=catalog)
        numbers = [
            pool_select.numbers for pool_select, _select in _selects(plan, 0)
        ]
        self.assertEqual([tuple(range(size)), (size, size + 1)], numbers)


class TestUnion(unittest.TestCase):
    def test_each_row_is_led_by_the_number_of_its_select(self):
        statement = pools.union(
            sa.select(sa.literal_column(text)) for text in ("'a'", "'b'")
        )
        engine = sa.create_engine('sqlite://')
        self.addCleanup(engine.dispose)
        with engine.connect() as connection:
            rows = connection.execute(statement).all()
        self.assertEqual([(0, 'a'), (1, 'b')], rows)
