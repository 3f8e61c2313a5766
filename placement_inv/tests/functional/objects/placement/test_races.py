"""Writers at once: nothing is oversold, lost or half-written."""

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
    def test_threads_race_for_fifty_units_and_exactly_fifty_are_granted(self):
        self.make_provider(1, VCPU=50)

        def takes(first):
            def run(ctx):
                granted = 0
                for number in range(first, first + 10):
                    try:
                        self.allocate(number, {1: {'VCPU': 1}}, ctx)
                    except errors.CapacityExceeded:
                        continue
                    granted += 1
                return granted

            return run

        results = self.race(*(takes(thread * 100) for thread in range(1, 9)))
        self.assertEqual([], _failures(results))
        self.assertEqual(50, sum(results), results)
        _found, used = usage.get_of_provider(self.ctx, _ONE)
        self.assertEqual({'VCPU': 50}, used)
        self.assertEqual(51, self.get_generation(1))
        self.assert_counters_are_sums()

    def test_two_providers_in_either_order_never_fail(self):
        self.make_provider(1, VCPU=100, DISK_GB=100)
        self.make_provider(2, VCPU=100, DISK_GB=100)
        amounts = {'VCPU': 1, 'DISK_GB': 1}
        orders = ({1: amounts, 2: amounts}, {2: amounts, 1: amounts})

        def takes(first):
            def run(ctx):
                for number in range(first, first + 8):
                    self.allocate(number, orders[number % 2], ctx)
                for number in range(first, first + 4):
                    claims.delete(ctx, world.uuid(number))

            return run

        results = self.race(*(takes(thread * 100) for thread in range(1, 7)))
        self.assertEqual([None] * 6, results)
        _found, used = usage.get_of_provider(self.ctx, _ONE)
        self.assertEqual({'VCPU': 24, 'DISK_GB': 24}, used)
        self.assert_counters_are_sums()

    def test_writers_of_one_consumer_take_turns(self):
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

    def test_a_consumer_is_replaced_and_deleted_at_once(self):
        self.make_provider(1, VCPU=100)

        def replaces(ctx):
            for _ in range(6):
                self.allocate(9, {1: {'VCPU': 5}}, ctx)

        def deletes(ctx):
            for _ in range(6):
                try:
                    claims.delete(ctx, world.uuid(9))
                except errors.NoAllocations:
                    continue

        results = self.race(replaces, deletes, replaces, deletes)
        self.assertEqual([None] * 4, results)
        self.assert_counters_are_sums()

    def test_inventories_are_deleted_or_allocated_but_never_half(self):
        self.make_provider(1, VCPU=100, DISK_GB=100)

        def removes(ctx):
            removed = 0
            for _ in range(10):
                try:
                    inventory.replace(ctx, _ONE, None, [])
                except (errors.InventoryInUse, errors.ProviderChanged):
                    continue
                removed += 1
                inventory.replace(
                    ctx,
                    _ONE,
                    None,
                    [
                        inventory.Inventory('VCPU', 100),
                        inventory.Inventory('DISK_GB', 100),
                    ],
                )
            return removed

        def takes(first):
            def run(ctx):
                wanted = {1: {'VCPU': 1, 'DISK_GB': 1}}
                for number in range(first, first + 8):
                    try:
                        self.allocate(number, wanted, ctx)
                        claims.delete(ctx, world.uuid(number))
                    except errors.InvalidAllocation:
                        continue

            return run

        results = self.race(removes, takes(100), takes(200), takes(300))
        unexpected = [
            each
            for each in _failures(results)
            if not isinstance(each, errors.ProviderChanged)
        ]
        self.assertEqual([], unexpected)
        self.assert_counters_are_sums()

    def test_names_are_made_once(self):
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

    def test_aggregates_named_at_once_are_made_once(self):
        uuids = [world.uuid(number) for number in range(50, 60)]
        for number in range(1, 5):
            self.make_provider(number)

        def names(number, step):
            return lambda ctx: aggregate.replace(
                ctx, world.uuid(number), uuids[::step]
            )

        results = self.race(*map(names, (1, 2, 3, 4), (1, -1, 1, -1)))
        self.assertEqual([], _failures(results))
        for number in range(1, 5):
            _found, members = aggregate.list_of_provider(
                self.ctx, world.uuid(number)
            )
            self.assertEqual(uuids, sorted(members))


@base.on_every_database
class TestStart(base.DatabaseTest):
    race = world.PlacementTest.race

    def test_processes_that_start_at_once_add_each_name_once(self):
        results = self.race(*([standard.sync] * 4))
        self.assertEqual([None] * 4, results)
        names = [each.name for each in resource_class.list_all(self.ctx)]
        self.assertIn('VCPU', names)
        self.assertEqual(len(names), len(set(names)))
        traits = [each.name for each in trait.list_all(self.ctx)]
        self.assertIn('HW_CPU_X86_AVX2', traits)

    def test_what_is_there_is_looked_at_and_left(self):
        standard.sync(self.ctx)
        with self.count_statements() as counter:
            standard.sync(self.ctx)
        self.assertEqual(2, len(counter.statements), counter)
