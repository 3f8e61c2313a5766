"""Reshapes: inventories and allocations move together, or not at all."""

import dataclasses

from testtools import matchers

from placement_inv import exceptions
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import reshape
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world


def _shape(number, generation, **totals):
    return reshape.Shape(
        world.uuid(number),
        generation,
        tuple(inventory.Inventory(*each) for each in totals.items()),
    )


@base.on_every_database
class TestReshape(world.PlacementTest):
    def test_inventories_move_with_their_allocations(self):
        self.make_provider(1, VCPU=8, VGPU=4)
        self.make_provider(2)
        self.allocate(9, {1: {'VCPU': 2, 'VGPU': 1}})
        shapes = [_shape(1, 2, VCPU=8), _shape(2, 0, VGPU=4)]
        self.assertRaises(
            errors.InventoryInUse, reshape.reshape, self.ctx, shapes, []
        )
        amounts = {1: {'VCPU': 2}, 2: {'VGPU': 1}}
        reshape.reshape(self.ctx, shapes, [world.claim(9, amounts)])
        self.assertEqual(
            {(world.uuid(1), 'VCPU'): 2, (world.uuid(2), 'VGPU'): 1},
            self.list_amounts(9),
        )
        self.assertRaises(
            errors.ReshapedGenerationConflict,
            reshape.reshape,
            self.ctx,
            shapes,
            [],
        )
        self.assert_counters_are_sums()


@base.on_every_database
class TestReshapeOfMany(world.PlacementTest):
    """The devices of one host become its children, with their allocations."""

    def _make(self, children):
        """Return the shapes and claims of a host whose devices all move.

        Each has a consumer; the host loses a class, and changes another.
        """
        self.make_provider(1, VCPU=8 * children, VGPU=4 * children, PGPU=1)
        first = 10 * children
        self.children = range(first, first + children)
        for number in self.children:
            self.make_provider(number, VGPU=1, PGPU=1)
        for number in self.children:
            self.allocate(number, {1: {'VCPU': 2, 'VGPU': 3}})
        return (
            [
                _shape(1, 1 + children, VCPU=9 * children),
                *(_shape(each, 1, VGPU=4, PCPU=2) for each in self.children),
            ],
            [
                world.claim(each, {1: {'VCPU': 2}, each: {'VGPU': 3}})
                for each in self.children
            ],
        )

    def _count_statements(self, children):
        shapes, new_claims = self._make(children)
        with self.count_statements() as counter:
            reshape.reshape(self.ctx, shapes, new_claims)
        self.assertEqual(1, counter.commits)
        self.assert_counters_are_sums()
        for number in self.children:
            self.assertEqual(
                {(world.uuid(1), 'VCPU'): 2, (world.uuid(number), 'VGPU'): 3},
                self.list_amounts(number),
            )
            # Twice for the inventories and once for the allocations.
            self.assertEqual(4, self.get_generation(number))
            _provider, inventories = inventory.list_of_provider(
                self.ctx, world.uuid(number)
            )
            self.assertEqual(
                {'VGPU': 4, 'PCPU': 2},
                {each.resource_class: each.total for each in inventories},
            )
        _provider, inventories = inventory.list_of_provider(
            self.ctx, world.uuid(1)
        )
        self.assertEqual(
            [('VCPU', 9 * children)],
            [(each.resource_class, each.total) for each in inventories],
        )
        return len(counter.statements)

    def _clear(self):
        """Delete the first host and all allocations of its children."""
        for number in self.children:
            self.allocate(number, {})
        provider.delete(self.ctx, world.uuid(1))

    def test_the_number_of_statements_is_constant(self):
        few = self._count_statements(2)
        self._clear()
        self.assertEqual([17, 17], [few, self._count_statements(20)])

    def test_the_first_error_is_reported_and_nothing_changes(self):
        shapes, new_claims = self._make(3)
        second, third = (world.uuid(each) for each in self.children[1:])
        unknown = [
            shapes[0],
            shapes[1],
            _shape(self.children[1], 1, CUSTOM_SECOND=1, CUSTOM_OTHER=1),
            _shape(self.children[2], 1, CUSTOM_THIRD=1),
        ]
        self._assert_error(
            errors.UnknownResourceClass, 'CUSTOM_SECOND', unknown, new_claims
        )
        for number in self.children[1:]:
            self.allocate(number + 50, {number: {'PGPU': 1}})
        new_shapes = [
            dataclasses.replace(each, generation=2)
            if each.provider_uuid in (second, third)
            else each
            for each in shapes
        ]
        self._assert_error(
            errors.InventoryInUse,
            f"'PGPU' on .*{second}",
            new_shapes,
            new_claims,
        )
        self._assert_error(
            errors.ReshapedGenerationConflict,
            f'{second}: actual: 2, given: 1',
            shapes,
            new_claims,
        )

    def _assert_error(self, error_class, pattern, shapes, new_claims):
        before = [self.get_generation(each) for each in (1, *self.children)]
        error = self.assertRaises(
            error_class, reshape.reshape, self.ctx, shapes, new_claims
        )
        self.assertThat(str(error), matchers.MatchesRegex(f'.*{pattern}'))
        self.assertEqual(
            before, [self.get_generation(each) for each in (1, *self.children)]
        )
        self.assert_counters_are_sums()

    def test_one_of_several_reshapes_with_the_same_generations_succeeds(self):
        shapes, new_claims = self._make(3)
        results = self.race(
            *(
                lambda ctx, order=order: reshape.reshape(
                    ctx, shapes[::order], new_claims[::order]
                )
                for order in (1, -1, 1, -1)
            )
        )
        failures = [each for each in results if each is not None]
        self.assertEqual(3, len(failures), results)
        for each in failures:
            self.assertIsInstance(each, exceptions.ConcurrentUpdate)
        self.assertEqual(
            [4] * 3, [self.get_generation(each) for each in self.children]
        )
        self.assert_counters_are_sums()

    def test_concurrent_claims_succeed_before_or_after_the_reshape(self):
        shapes, new_claims = self._make(3)
        results = self.race(
            lambda ctx: reshape.reshape(ctx, shapes, new_claims),
            *(
                lambda ctx, number=number: self.allocate(
                    number + 50, {number: {'VGPU': 1}}, ctx
                )
                for number in self.children
            ),
        )
        self.assertEqual([None] * 3, results[1:])
        if results[0] is not None:
            self.assertIsInstance(results[0], exceptions.ConcurrentUpdate)
        self.assert_counters_are_sums()
