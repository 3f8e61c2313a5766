"""Which providers have room, for all classes or for some of them."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import conditions
from placement_inv.tests.candidates import world as worlds
from placement_inv.tests.functional import base as functional
from placement_inv.tests.functional.objects.placement.candidates import base

_VCPU, _MEMORY, _VGPU = 1, 2, 3


def _provider(name, parent=None, **inventories):
    """Return a provider with inventories of a class for each keyword."""
    return worlds.Provider(name, parent, inventories)


@functional.on_every_database
class TestHasRoom(base.CandidatesTest):
    def _ids(self, *amounts_by_class):
        where = conditions.Conditions()
        capacity_sql.has_room(where, base.PROVIDER.c.id, amounts_by_class)
        return self.select_ids(where)

    def test_capacity_counts_reserve_ratio_and_use(self):
        inventory = worlds.Inventory
        self.load(
            [
                _provider('enough', VCPU=inventory(4)),
                _provider('used', VCPU=inventory(4, used=1)),
                _provider('reserved', VCPU=inventory(4, reserved=1)),
                _provider('ratio', VCPU=inventory(2, allocation_ratio=2)),
                _provider('half', VCPU=inventory(1, allocation_ratio=3.9)),
                _provider('other', VGPU=inventory(4)),
            ]
        )
        self.assertEqual([1, 4], self._ids((_VCPU, (4,))))

    def test_units_limit_each_amount(self):
        inventory = worlds.Inventory
        self.load(
            [
                _provider('plain', VCPU=inventory(9)),
                _provider('small units', VCPU=inventory(9, max_unit=3)),
                _provider('large units', VCPU=inventory(9, min_unit=5)),
                _provider('steps', VCPU=inventory(9, step_size=3)),
                _provider('even', VCPU=inventory(9, step_size=2)),
            ]
        )
        self.assertEqual([1, 5], self._ids((_VCPU, (4,))))

    def test_several_amounts_are_one_allocation(self):
        inventory = worlds.Inventory
        self.load(
            [
                _provider('small units', VCPU=inventory(9, max_unit=5)),
                _provider('full', VCPU=inventory(5)),
                _provider('enough', VCPU=inventory(6)),
            ]
        )
        self.assertEqual([1, 2, 3], self._ids((_VCPU, (3,))))
        self.assertEqual([3], self._ids((_VCPU, (3, 3))))

    def test_all_classes_are_needed(self):
        inventory = worlds.Inventory
        self.load(
            [
                _provider('one', VCPU=inventory(4)),
                _provider('both', VCPU=inventory(4), VGPU=inventory(1)),
                _provider('full', VCPU=inventory(4), VGPU=inventory(0)),
            ]
        )
        self.assertEqual([2], self._ids((_VCPU, (4,)), (_VGPU, (1,))))


@functional.on_every_database
class TestSelects(base.CandidatesTest):
    def setUp(self):
        super().setUp()
        inventory = worlds.Inventory
        self.load(
            [
                _provider('root', VCPU=inventory(8, used=3, max_unit=4)),
                _provider(
                    'child', 'root', VCPU=inventory(1), VGPU=inventory(2)
                ),
                _provider('other', VGPU=inventory(1)),
            ]
        )

    def _rows(self, select):
        return sorted(map(tuple, self.rows(select)))

    def test_bits_tell_the_classes_with_room(self):
        plan, _catalog = self.plan(resources='VCPU:1,VGPU:1')
        (select,) = capacity_sql.select_spread(
            plan.demands[0], base.PROVIDER, conditions.Conditions()
        )
        self.assertEqual(
            [(1, 1, 0, 0b01), (1, 2, 0, 0b11), (3, 3, 0, 0b10)],
            self._rows(select),
        )

    def test_a_granular_demand_needs_one_provider_for_all(self):
        plan, _catalog = self.plan(resources1='VCPU:1,VGPU:1')
        select = capacity_sql.select_granular(
            plan.demands[0],
            base.PROVIDER,
            conditions.Conditions(),
            [base.PROVIDER.c.name],
        )
        self.assertEqual([(1, 2, 0, 0, 'child')], self._rows(select))

    def test_stock_is_the_free_capacity(self):
        for least, expected in (
            (1, [(1, 1, 5, 4), (1, 2, 1, 1000)]),
            (5, [(1, 1, 5, 4)]),
            (6, []),
        ):
            select, column = capacity_sql.select_stock(_VCPU, least)
            self.assertEqual(expected, self._rows(select))
            self.assertEqual([], self._rows(select.where(column == 3)), least)

    def test_a_tree_has_room_for_a_part_or_for_the_whole(self):
        tree = tables.placement.resource_providers.alias('tree')
        spread, _catalog = self.plan(resources='VCPU:4,VGPU:1')
        granular, _catalog = self.plan(resources1='VCPU:4,VGPU:1')
        for plan, class_id, expected in (
            (spread, _VCPU, [1]),
            (spread, _VGPU, [1, 3]),
            (granular, None, []),
        ):
            has_room = capacity_sql.tree_has_room(
                tree.c.id, plan.demands[0], class_id
            )
            select = sa.select(tree.c.id).where(
                tree.c.parent_provider_id.is_(None), has_room
            )
            self.assertEqual(expected, sorted(r.id for r in self.rows(select)))
