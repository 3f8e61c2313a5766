"""Copies of inventories."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_ALL = script.ScriptOptions(hostvars=True, include_disabled=True)


@base.on_every_database
class TestCopying(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx, variables='site: here')

    def _fill(self, inventory_id, count):
        groups = [
            world.make_group(
                self.ctx, inventory_id, f'g{number}', variables='{"g": 1}'
            ).id
            for number in range(3)
        ]
        association.add_child(self.ctx, groups[0], groups[1])
        for number in range(count):
            original = world.make_host(
                self.ctx,
                inventory_id,
                f'h{number}',
                variables=f'n: {number}',
                enabled=number % 2 == 0,
            )
            association.add_host(self.ctx, groups[number % 3], original.id)

    def test_a_copy_has_the_contents_of_the_original(self):
        self._fill(self.inventory.id, 7)
        # Another inventory has the same names.
        self._fill(world.make_inventory(self.ctx, 'Other').id, 4)
        original = copying.copy(self.ctx, self.inventory.id, 'Twin')
        self.assertEqual(
            script.get_of_inventory(self.ctx, self.inventory.id, _ALL),
            script.get_of_inventory(self.ctx, original.id, _ALL),
        )
        self.assertEqual(
            (7, 3), (original.totals.hosts, original.totals.groups)
        )

    def test_statements_of_a_copy_do_not_grow_with_the_hosts(self):
        self._fill(self.inventory.id, 2)
        with self.count_statements() as small:
            copying.copy(self.ctx, self.inventory.id, 'Small')
        other = world.make_inventory(self.ctx, 'Large')
        self._fill(other.id, 40)
        with self.count_statements() as large:
            copying.copy(self.ctx, other.id, 'Large twin')
        self.assertEqual(len(small.statements), len(large.statements), large)
        self.assertEqual(8, len(large.statements), large)

    def test_a_filter_is_copied_as_it_is_stored(self):
        smart = world.make_inventory(
            self.ctx, 'Smart', kind='smart', host_filter='name="%2522x"'
        )
        self.assertEqual('name="%22x"', smart.host_filter)
        original = copying.copy(self.ctx, smart.id, 'Smart too')
        self.assertEqual(
            ('smart', smart.host_filter), (original.kind, original.host_filter)
        )

    def test_an_inventory_that_is_being_deleted_is_not_copied(self):
        deletion.schedule(self.ctx, self.inventory.id)
        self.assertRaises(
            errors.AlreadyPending,
            copying.copy,
            self.ctx,
            self.inventory.id,
            'Late',
        )
