"""Concurrent writers: no overcommitment, no lost or partial writes."""

from placement_inv.objects.placement import aggregate
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import resource_class
from placement_inv.objects.placement import standard
from placement_inv.objects.placement import trait
from placement_inv.objects.placement import usage
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_ONE = world.uuid(1)


def _failures(results):
    return [each for each in results if isinstance(each, Exception)]


@base.on_every_database
class TestRaces(world.PlacementTest):
    def test_claims_at_once_are_granted_up_to_the_capacity(self):
        self.make_provider(1, VCPU=50)

        def claim_from(first):
            def run(ctx):
                grants = 0
                for number in range(first, first + 10):
                    try:
                        self.allocate(number, {1: {'VCPU': 1}}, ctx)
                    except errors.CapacityExceeded:
                        continue
                    grants += 1
                return grants

            return run

        results = self.race(
            *(claim_from(thread * 100) for thread in range(1, 9))
        )
        self.assertEqual([], _failures(results))
        self.assertEqual(50, sum(results), results)
        _provider, usages = usage.get_of_provider(self.ctx, _ONE)
        self.assertEqual({'VCPU': 50}, usages)
        self.assertEqual(51, self.get_generation(1))
        self.assert_counters_are_sums()

    def test_claims_of_two_providers_in_either_order_succeed(self):
        self.make_provider(1, VCPU=100, DISK_GB=100)
        self.make_provider(2, VCPU=100, DISK_GB=100)
        amounts = {'VCPU': 1, 'DISK_GB': 1}
        orders = ({1: amounts, 2: amounts}, {2: amounts, 1: amounts})

        def claim_from(first):
            def run(ctx):
                for number in range(first, first + 8):
                    self.allocate(number, orders[number % 2], ctx)
                for number in range(first, first + 4):
                    claims.delete(ctx, world.uuid(number))

            return run

        results = self.race(
            *(claim_from(thread * 100) for thread in range(1, 7))
        )
        self.assertEqual([None] * 6, results)
        _provider, usages = usage.get_of_provider(self.ctx, _ONE)
        self.assertEqual({'VCPU': 24, 'DISK_GB': 24}, usages)
        self.assert_counters_are_sums()

    def test_writers_of_one_consumer_wait_for_each_other(self):
        self.make_provider(1, VCPU=100)
        self.make_provider(2, VCPU=100)

        def run_with(amount):
            def run(ctx):
                for number in (1, 2, 1):
                    self.allocate(9, {number: {'VCPU': amount}}, ctx)

            return run

        results = self.race(*(run_with(amount) for amount in range(1, 7)))
        self.assertEqual([None] * 6, results)
        self.assertEqual(1, len(self.list_amounts(9)))
        self.assert_counters_are_sums()

    def test_one_consumer_is_replaced_and_deleted_at_once(self):
        self.make_provider(1, VCPU=100)

        def replace(ctx):
            for _ in range(6):
                self.allocate(9, {1: {'VCPU': 5}}, ctx)

        def delete(ctx):
            for _ in range(6):
                try:
                    claims.delete(ctx, world.uuid(9))
                except errors.NoAllocations:
                    continue

        results = self.race(replace, delete, replace, delete)
        self.assertEqual([None] * 4, results)
        self.assert_counters_are_sums()

    def test_inventories_are_either_deleted_or_allocated(self):
        self.make_provider(1, VCPU=100, DISK_GB=100)

        def remove(ctx):
            count = 0
            for _ in range(10):
                try:
                    inventory.replace(ctx, _ONE, None, [])
                except (errors.InventoryInUse, errors.ProviderChanged):
                    continue
                count += 1
                inventory.replace(
                    ctx,
                    _ONE,
                    None,
                    [
                        inventory.Inventory('VCPU', 100),
                        inventory.Inventory('DISK_GB', 100),
                    ],
                )
            return count

        def claim_from(first):
            def run(ctx):
                amounts = {1: {'VCPU': 1, 'DISK_GB': 1}}
                for number in range(first, first + 8):
                    try:
                        self.allocate(number, amounts, ctx)
                        claims.delete(ctx, world.uuid(number))
                    except errors.InvalidAllocation:
                        continue

            return run

        results = self.race(
            remove, claim_from(100), claim_from(200), claim_from(300)
        )
        other_errors = [
            each
            for each in _failures(results)
            if not isinstance(each, errors.ProviderChanged)
        ]
        self.assertEqual([], other_errors)
        self.assert_counters_are_sums()

    def test_a_name_is_created_once(self):
        results = self.race(
            *(
                lambda ctx: (
                    resource_class.ensure(ctx, 'CUSTOM_SAME'),
                    trait.ensure(ctx, 'CUSTOM_SAME')[1],
                )
                for _ in range(6)
            )
        )
        self.assertEqual([], _failures(results))
        for position in (0, 1):
            self.assertEqual(1, sum(each[position] for each in results))

    def test_an_aggregate_is_created_once(self):
        uuids = [world.uuid(number) for number in range(50, 60)]
        for number in range(1, 5):
            self.make_provider(number)

        def replace(number, step):
            return lambda ctx: aggregate.replace(
                ctx, world.uuid(number), uuids[::step]
            )

        results = self.race(*map(replace, (1, 2, 3, 4), (1, -1, 1, -1)))
        self.assertEqual([], _failures(results))
        for number in range(1, 5):
            _provider, members = aggregate.list_of_provider(
                self.ctx, world.uuid(number)
            )
            self.assertEqual(uuids, sorted(members))


@base.on_every_database
class TestStart(base.DatabaseTest):
    race = world.PlacementTest.race

    def test_concurrent_syncs_add_each_name_once(self):
        results = self.race(*([standard.sync] * 4))
        self.assertEqual([None] * 4, results)
        names = [each.name for each in resource_class.list_all(self.ctx)]
        self.assertIn('VCPU', names)
        self.assertEqual(len(names), len(set(names)))
        traits = [each.name for each in trait.list_all(self.ctx)]
        self.assertIn('HW_CPU_X86_AVX2', traits)

    def test_a_second_sync_only_reads(self):
        standard.sync(self.ctx)
        with self.count_statements() as counter:
            standard.sync(self.ctx)
        self.assertEqual(2, len(counter.statements), counter)
