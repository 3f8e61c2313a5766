"""Claims: the allocations of consumers, and the counters of inventories."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import usage
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

Inventory = inventory.Inventory
_CONSUMERS = sa.select(tables.placement.consumers.c.uuid)


@base.on_every_database
class TestReplace(world.PlacementTest):
    def test_allocations_that_the_claim_does_not_name_are_deleted(self):
        self.make_provider(1, VCPU=8, DISK_GB=100)
        self.make_provider(2, VCPU=8)
        self.allocate(9, {1: {'VCPU': 2, 'DISK_GB': 10}})
        self.allocate(9, {1: {'VCPU': 3}, 2: {'VCPU': 4}})
        self.assertEqual(
            {(world.uuid(1), 'VCPU'): 3, (world.uuid(2), 'VCPU'): 4},
            self.list_amounts(9),
        )
        self.assert_counters_are_sums()

    def test_a_provider_that_only_loses_allocations_keeps_its_generation(self):
        self.make_provider(1, VCPU=8)
        self.make_provider(2, VCPU=8)
        self.allocate(9, {1: {'VCPU': 1}})
        self.allocate(9, {2: {'VCPU': 1}})
        self.assertEqual([2, 2], [self.get_generation(n) for n in (1, 2)])

    def test_the_number_of_statements_does_not_depend_on_the_allocations(self):
        counts = []
        names = ('VCPU', 'MEMORY_MB', 'DISK_GB', 'PGPU')
        for number in range(1, 5):
            self.make_provider(number, **dict.fromkeys(names, 50))
        self.allocate(8, {1: {'VCPU': 1}})
        one = {1: {'VCPU': 1}}
        many = {number: dict.fromkeys(names, 2) for number in range(1, 5)}
        for number, amounts in ((9, one), (10, many), (10, one), (10, many)):
            with self.count_statements() as counter:
                self.allocate(number, amounts)
            counts.append(len(counter.statements))
        # A claim of one new consumer at one provider takes fewer statements.
        # PostgreSQL tries each claim without a generation as such a one first.
        expected = {'mariadb': [8, 8, 9, 9], 'postgresql': [1, 6, 9, 8]}
        self.assertEqual(expected.get(self.backend, [5, 6, 8, 8]), counts)

    def test_an_amount_beyond_the_capacity_is_an_error(self):
        self.make_provider(1)
        inventory.replace(
            self.ctx,
            world.uuid(1),
            None,
            [Inventory('VCPU', 10, reserved=2, allocation_ratio=1.5)],
        )
        self.assertRaises(
            errors.CapacityExceeded, self.allocate, 9, {1: {'VCPU': 13}}
        )
        self.allocate(9, {1: {'VCPU': 12}})
        self.assertRaises(
            errors.CapacityExceeded, self.allocate, 10, {1: {'VCPU': 1}}
        )
        # The amount that the consumer has already does not count twice.
        self.allocate(9, {1: {'VCPU': 11}})
        self.allocate(10, {1: {'VCPU': 1}})
        self.assert_counters_are_sums()

    def test_amounts_follow_the_units_of_the_inventory(self):
        self.make_provider(1)
        inventory.replace(
            self.ctx,
            world.uuid(1),
            None,
            [Inventory('VCPU', 100, min_unit=4, max_unit=10, step_size=2)],
        )
        for amount in (2, 5, 12):
            self.assertRaises(
                errors.ConstraintsViolated,
                self.allocate,
                9,
                {1: {'VCPU': amount}},
            )
        self.allocate(9, {1: {'VCPU': 10}})

    def test_an_error_changes_nothing(self):
        self.make_provider(1, VCPU=8)
        for error_class, amounts in (
            (errors.CapacityExceeded, {1: {'VCPU': 9}}),
            (errors.InvalidAllocation, {1: {'VCPU': 1, 'PGPU': 1}}),
            (errors.InvalidAllocation, {1: {'PGPU': 1}}),
            (errors.UnknownResourceClass, {1: {'NONE': 1}}),
            (errors.UnknownProvider, {1: {'VCPU': 1}, 7: {'VCPU': 1}}),
        ):
            self.assertRaises(error_class, self.allocate, 9, amounts)
        self.assertEqual([], self.rows(_CONSUMERS))
        self.assertEqual(1, self.get_generation(1))
        self.assert_counters_are_sums()

    def test_a_counter_above_the_capacity_may_shrink_but_not_grow(self):
        self.make_provider(1, VCPU=8, DISK_GB=10)
        self.allocate(9, {1: {'VCPU': 8}})
        self.set_inventories(1, VCPU=4, DISK_GB=10)
        self.allocate(9, {1: {'VCPU': 8, 'DISK_GB': 1}})
        self.allocate(9, {1: {'VCPU': 7}})
        self.assertRaises(
            errors.CapacityExceeded, self.allocate, 9, {1: {'VCPU': 8}}
        )
        self.assertRaises(
            errors.CapacityExceeded, self.allocate, 10, {1: {'VCPU': 1}}
        )
        self.assertEqual({(world.uuid(1), 'VCPU'): 7}, self.list_amounts(9))
        self.assert_counters_are_sums()

    def test_a_claim_of_another_owner_moves_the_consumer(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 2}})
        other = consumer.Owner(project='other', user='user')
        self.allocate(9, {1: {'VCPU': 3}}, owner=other)
        self.assertEqual({}, usage.get_of_project(self.ctx, 'project'))
        self.assertEqual({'VCPU': 3}, usage.get_of_project(self.ctx, 'other'))


@base.on_every_database
class TestDelete(world.PlacementTest):
    def test_amounts_are_released_and_the_consumer_is_deleted(self):
        self.make_provider(1, VCPU=8, DISK_GB=10)
        self.make_provider(2, VCPU=8)
        self.allocate(9, {1: {'VCPU': 2, 'DISK_GB': 2}, 2: {'VCPU': 8}})
        self.allocate(10, {1: {'VCPU': 1}})
        with self.count_statements() as counter:
            claims.delete(self.ctx, world.uuid(9))
        self.assertEqual(6, len(counter.statements), counter)
        self.assertEqual({}, self.list_amounts(9))
        self.assertEqual([(world.uuid(10),)], self.rows(_CONSUMERS))
        self.assertEqual([3, 2], [self.get_generation(n) for n in (1, 2)])
        self.assert_counters_are_sums()

    def test_a_consumer_without_allocations_is_an_error(self):
        self.assertRaises(
            errors.NoAllocations, claims.delete, self.ctx, world.uuid(9)
        )


@base.on_every_database
class TestSeveralConsumers(world.PlacementTest):
    def test_all_claims_are_carried_out_or_none(self):
        self.make_provider(1, VCPU=8)
        one = world.claim(9, {1: {'VCPU': 4}}, generation=None)
        for error_class, other in (
            (errors.CapacityExceeded, world.claim(10, {1: {'VCPU': 5}})),
            (
                errors.ConsumerGenerationConflict,
                world.claim(10, {1: {'VCPU': 1}}, generation=3),
            ),
        ):
            self.assertRaises(
                error_class, claims.replace, self.ctx, [one, other]
            )
            self.assertEqual({}, self.list_amounts(9))
        claims.replace(self.ctx, [one, world.claim(10, {1: {'VCPU': 4}})])
        claims.replace(
            self.ctx, [world.claim(9, {}), world.claim(10, {1: {'VCPU': 8}})]
        )
        self.assertEqual({}, self.list_amounts(9))
        self.assert_counters_are_sums()

    def test_the_number_of_statements_does_not_depend_on_the_consumers(self):
        self.make_provider(1, VCPU=80)
        counts = []
        for numbers in ((9,), range(10, 20)):
            new_claims = [world.claim(n, {1: {'VCPU': 1}}) for n in numbers]
            if numbers == (9,):
                self.allocate(8, {1: {'VCPU': 1}})
            with self.count_statements() as counter:
                claims.replace(self.ctx, new_claims)
            counts.append(len(counter.statements))
        # With one consumer, the statement that locks it finds its owner, too.
        expected = {'mariadb': [8, 8], 'postgresql': [1, 6]}
        self.assertEqual(expected.get(self.backend, [5, 7]), counts)

    def test_one_of_several_claims_creates_a_consumer(self):
        self.make_provider(1, VCPU=80)
        results = self.race(
            *(
                lambda ctx: self.allocate(
                    9, {1: {'VCPU': 1}}, ctx, generation=None
                )
                for _ in range(6)
            )
        )
        conflicts = [
            each
            for each in results
            if isinstance(each, errors.ConsumerGenerationConflict)
        ]
        self.assertEqual([1, 5], [results.count(None), len(conflicts)])
        self.assert_counters_are_sums()
