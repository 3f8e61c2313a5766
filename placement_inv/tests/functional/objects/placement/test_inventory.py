"""Inventories: writes, generations, and the number of statements."""

import dataclasses

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import usage
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

Inventory = inventory.Inventory
_ONE = world.uuid(1)


@base.on_every_database
class TestReplace(world.PlacementTest):
    def _totals(self):
        _provider, inventories = inventory.list_of_provider(self.ctx, _ONE)
        return {each.resource_class: each.total for each in inventories}

    def test_classes_that_are_not_named_are_deleted(self):
        self.make_provider(1, VCPU=8, DISK_GB=100)
        provider_after, _ = inventory.replace(
            self.ctx, _ONE, 1, [Inventory('VCPU', 16), Inventory('PGPU', 2)]
        )
        self.assertEqual({'VCPU': 16, 'PGPU': 2}, self._totals())
        self.assertEqual(2, provider_after.generation)
        self.assertEqual(2, self.get_generation(1))

    def test_every_amount_is_stored(self):
        new = Inventory('VCPU', 100, 10, 2, 50, 2, 1.25)
        self.make_provider(1)
        inventory.replace(self.ctx, _ONE, 0, [new])
        self.assertEqual(new, inventory.get(self.ctx, _ONE, 'VCPU')[1])

    def test_a_deletion_of_all_takes_four_statements_in_one_transaction(self):
        self.make_provider(1, VCPU=8, DISK_GB=100, MEMORY_MB=1024)
        with self.count_statements() as counter:
            inventory.replace(self.ctx, _ONE, None, [])
        self.assertEqual(4, len(counter.statements), counter)
        self.assertEqual(1, counter.begins)
        self.assertEqual(1, counter.commits)
        self.assertEqual({}, self._totals())
        self.assertEqual(2, self.get_generation(1))

    def test_a_replacement_without_inventories_advances_the_generation(self):
        self.make_provider(1)
        with self.count_statements() as counter:
            inventory.replace(self.ctx, _ONE, None, [])
        self.assertEqual(3, len(counter.statements), counter)
        self.assertEqual(1, self.get_generation(1))

    def test_the_error_names_the_classes_in_use_and_nothing_changes(self):
        self.make_provider(1, VCPU=8, DISK_GB=100, MEMORY_MB=1024)
        self.allocate(9, {1: {'VCPU': 1, 'DISK_GB': 1}})
        error = self.assertRaises(
            errors.InventoryInUse,
            inventory.replace,
            self.ctx,
            _ONE,
            None,
            [Inventory('PGPU', 1)],
        )
        self.assertEqual(
            f"Inventory for 'VCPU, DISK_GB' on resource provider '{_ONE}' "
            'in use.',
            str(error),
        )
        self.assertEqual(2, self.get_generation(1))
        self.assertEqual({'VCPU', 'DISK_GB', 'MEMORY_MB'}, {*self._totals()})

    def test_a_class_in_use_may_shrink_below_its_allocations(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 8}})
        self.set_inventories(1, VCPU=4)
        self.assertEqual({'VCPU': 4}, self._totals())

    def test_an_allocation_without_a_counter_is_a_use(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 1}})
        with self.database.engine.begin() as connection:
            connection.execute(
                tables.placement.inventories.update().values(used=0)
            )
        self.assertRaises(
            errors.InventoryInUse,
            inventory.replace,
            self.ctx,
            _ONE,
            None,
            [],
        )
        self.assertEqual({'VCPU': 8}, self._totals())

    def test_a_stale_generation_conflicts(self):
        self.make_provider(1, VCPU=8)
        self.assertRaises(
            errors.GenerationConflict, inventory.replace, self.ctx, _ONE, 0, []
        )
        self.assertEqual({'VCPU': 8}, self._totals())

    def test_an_unknown_class_is_an_error_and_nothing_changes(self):
        self.make_provider(1, VCPU=8)
        self.assertRaises(
            errors.UnknownResourceClass,
            inventory.replace,
            self.ctx,
            _ONE,
            None,
            [Inventory('DISK_GB', 1), Inventory('CUSTOM_NONE', 1)],
        )
        self.assertEqual({'VCPU': 8}, self._totals())
        self.assertEqual(1, self.get_generation(1))

    def test_the_number_of_statements_does_not_depend_on_the_changes(self):
        names = ('VCPU', 'DISK_GB', 'MEMORY_MB', 'PGPU', 'SRIOV_NET_VF')
        self.make_provider(1, **dict.fromkeys(names, 5))
        for count in (1, 5):
            inventories = [
                Inventory(name, 10 if position < count else 5)
                for position, name in enumerate(names)
            ]
            with self.count_statements() as counter:
                inventory.replace(self.ctx, _ONE, None, inventories)
            self.assertEqual(4, len(counter.statements), counter)

    def test_an_insert_an_update_and_a_delete_take_seven_statements(self):
        self.make_provider(1, VCPU=8, DISK_GB=5, MEMORY_MB=5)
        with self.count_statements() as counter:
            self.set_inventories(1, VCPU=9, PGPU=1, VGPU=1)
        self.assertEqual(7, len(counter.statements), counter)

    def test_an_unknown_provider_is_not_found(self):
        self.assertRaises(
            errors.ResourceProviderNotFound,
            inventory.replace,
            self.ctx,
            _ONE,
            None,
            [],
        )

    def test_an_inventory_may_be_reserved_only_where_that_is_allowed(self):
        self.make_provider(1)
        full = [Inventory('VCPU', 8, reserved=8)]
        self.assertRaises(
            errors.InvalidInventoryCapacity,
            inventory.replace,
            self.ctx,
            _ONE,
            0,
            full,
        )
        inventory.replace(self.ctx, _ONE, 0, full, may_reserve_all=True)
        self.assertRaises(
            errors.NegativeInventoryCapacity,
            inventory.replace,
            self.ctx,
            _ONE,
            1,
            [Inventory('VCPU', 8, reserved=9)],
            may_reserve_all=True,
        )


@base.on_every_database
class TestReading(world.PlacementTest):
    def test_one_statement_reads_a_provider_and_its_inventories(self):
        self.make_provider(1, VCPU=8, PGPU=2)
        self.make_provider(2)
        self.make_provider(3, VCPU=9)
        self.allocate(9, {1: {'VCPU': 3}})
        for number, generation, inventories, used in (
            (1, 2, ['VCPU', 'PGPU'], {'VCPU': 3, 'PGPU': 0}),
            (2, 0, [], {}),
        ):
            with self.count_statements() as counter:
                result = inventory.list_of_provider(
                    self.ctx, world.uuid(number)
                )
                usages = usage.get_of_provider(self.ctx, world.uuid(number))
            self.assertEqual(2, len(counter.statements), counter)
            expected = provider.get(self.ctx, world.uuid(number))
            self.assertEqual(generation, expected.generation)
            self.assertEqual([expected] * 2, [result[0], usages[0]])
            self.assertEqual(
                inventories, [each.resource_class for each in result[1]]
            )
            self.assertEqual(used, usages[1])

    def test_a_read_of_an_unknown_provider_is_an_error(self):
        for read in (inventory.list_of_provider, usage.get_of_provider):
            self.assertRaises(
                errors.ResourceProviderNotFound, read, self.ctx, _ONE
            )


@base.on_every_database
class TestGeneration(world.PlacementTest):
    def test_a_stale_provider_cannot_advance(self):
        self.make_provider(1, VCPU=8)
        stale = dataclasses.replace(provider.get(self.ctx, _ONE), generation=0)
        self.assertRaises(
            errors.ProviderChanged,
            transactions.writer(provider.advance),
            self.ctx,
            stale,
        )
        self.assertEqual(1, self.get_generation(1))

    def test_one_of_several_writers_with_the_same_generation_succeeds(self):
        self.make_provider(1, VCPU=8)
        results = self.race(
            *(
                lambda ctx, total=total: inventory.replace(
                    ctx, _ONE, 1, [Inventory('VCPU', total)]
                )
                for total in range(10, 18)
            )
        )
        failures = [each for each in results if isinstance(each, Exception)]
        self.assertEqual(7, len(failures), results)
        for each in failures:
            self.assertIsInstance(each, exceptions.ConcurrentUpdate)
        (result,) = (each for each in results if each not in failures)
        self.assertEqual(
            result[1][0].total, inventory.get(self.ctx, _ONE, 'VCPU')[1].total
        )
        self.assertEqual(2, self.get_generation(1))

    def test_writers_without_a_generation_wait_for_each_other(self):
        self.make_provider(1)
        names = ('VCPU', 'DISK_GB', 'MEMORY_MB', 'PGPU', 'VGPU')
        results = self.race(
            *(
                lambda ctx, name=name: inventory.create(
                    ctx, _ONE, Inventory(name, 1)
                )
                for name in names
            )
        )
        self.assertEqual(
            [1, 2, 3, 4, 5], sorted(each.generation for each in results)
        )
        results = self.race(
            *(
                lambda ctx, name=name: inventory.delete(ctx, _ONE, name)
                for name in names
            )
        )
        self.assertEqual([None] * 5, results)
        self.assertEqual(10, self.get_generation(1))


@base.on_every_database
class TestOne(world.PlacementTest):
    def test_create(self):
        self.make_provider(1, VCPU=8)
        provider_after = inventory.create(self.ctx, _ONE, Inventory('PGPU', 2))
        self.assertEqual(2, provider_after.generation)
        self.assertEqual(2, inventory.get(self.ctx, _ONE, 'PGPU')[1].total)

    def test_create_of_an_existing_inventory_is_an_error(self):
        self.make_provider(1, VCPU=8)
        self.assertRaises(
            errors.InventoryExists,
            inventory.create,
            self.ctx,
            _ONE,
            Inventory('VCPU', 2),
        )
        self.assertEqual(1, self.get_generation(1))

    def test_update(self):
        self.make_provider(1, VCPU=8, PGPU=1)
        with self.count_statements() as counter:
            provider_after = inventory.update(
                self.ctx, _ONE, 1, Inventory('VCPU', 9)
            )
        self.assertEqual(4, len(counter.statements), counter)
        self.assertEqual(2, provider_after.generation)
        self.assertEqual(9, inventory.get(self.ctx, _ONE, 'VCPU')[1].total)
        self.assertEqual(1, inventory.get(self.ctx, _ONE, 'PGPU')[1].total)

    def test_an_unknown_inventory_is_an_error(self):
        self.make_provider(1, VCPU=8)
        self.assertRaises(
            errors.UnknownInventory,
            inventory.update,
            self.ctx,
            _ONE,
            1,
            Inventory('PGPU', 9),
        )
        for access in (inventory.delete, inventory.get):
            self.assertRaises(
                errors.InventoryNotFound, access, self.ctx, _ONE, 'PGPU'
            )

    def test_an_unknown_class_is_an_error(self):
        self.make_provider(1, VCPU=8)
        self.assertRaises(
            errors.ResourceClassNotFound,
            inventory.update,
            self.ctx,
            _ONE,
            1,
            Inventory('NONE', 9),
        )
        self.assertRaises(
            errors.ResourceClassNotFound,
            inventory.delete,
            self.ctx,
            _ONE,
            'NONE',
        )

    def test_delete_of_an_inventory_in_use_is_an_error(self):
        self.make_provider(1, VCPU=8, PGPU=1)
        self.allocate(9, {1: {'VCPU': 1}})
        inventory.delete(self.ctx, _ONE, 'PGPU')
        self.assertEqual(3, self.get_generation(1))
        self.assertRaises(
            errors.InventoryInUse, inventory.delete, self.ctx, _ONE, 'VCPU'
        )
