"""Several consumers, moving inventories, moving trees: all or nothing."""

import dataclasses

from testtools import matchers

from placement_inv import exceptions
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import provider_tree
from placement_inv.objects.placement import reshape
from placement_inv.objects.placement import usage
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world


def _shape(number, generation, **totals):
    return reshape.Shape(
        world.uuid(number),
        generation,
        tuple(inventory.Inventory(*each) for each in totals.items()),
    )


@base.on_every_database
class TestSeveral(world.PlacementTest):
    def test_all_are_served_or_none(self):
        self.make_provider(1, VCPU=8)
        one = world.claim(9, {1: {'VCPU': 4}}, generation=None)
        for kind, other in (
            (errors.CapacityExceeded, world.claim(10, {1: {'VCPU': 5}})),
            (
                errors.ConsumerGenerationConflict,
                world.claim(10, {1: {'VCPU': 1}}, generation=3),
            ),
        ):
            self.assertRaises(kind, claims.replace, self.ctx, [one, other])
            self.assertEqual({}, self.list_amounts(9))
        claims.replace(self.ctx, [one, world.claim(10, {1: {'VCPU': 4}})])
        claims.replace(
            self.ctx, [world.claim(9, {}), world.claim(10, {1: {'VCPU': 8}})]
        )
        self.assertEqual({}, self.list_amounts(9))
        self.assert_counters_are_sums()

    def test_statements_do_not_grow_with_consumers(self):
        self.make_provider(1, VCPU=80)
        counts = []
        for numbers in ((9,), range(10, 20)):
            wanted = [world.claim(n, {1: {'VCPU': 1}}) for n in numbers]
            if numbers == (9,):
                self.allocate(8, {1: {'VCPU': 1}})
            with self.count_statements() as counter:
                claims.replace(self.ctx, wanted)
            counts.append(len(counter.statements))
        # For one consumer the owner's ids are no statement of their own.
        expected = {'mariadb': [8, 8], 'postgresql': [1, 6]}
        self.assertEqual(expected.get(self.backend, [5, 7]), counts)

    def test_a_new_consumer_is_new_once(self):
        self.make_provider(1, VCPU=80)
        results = self.race(
            *(
                lambda ctx: self.allocate(
                    9, {1: {'VCPU': 1}}, ctx, generation=None
                )
                for _ in range(6)
            )
        )
        refused = [
            each
            for each in results
            if isinstance(each, errors.ConsumerGenerationConflict)
        ]
        self.assertEqual([1, 5], [results.count(None), len(refused)])
        self.assert_counters_are_sums()

    def test_types_group_usages(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 2}}, type='INSTANCE')
        self.allocate(10, {1: {'VCPU': 1}})
        self.assertEqual(
            {'INSTANCE': (1, {'VCPU': 2}), 'unknown': (1, {'VCPU': 1})},
            usage.get_by_type(self.ctx, 'project'),
        )
        self.assertEqual(
            {'all': (2, {'VCPU': 3})},
            usage.get_by_type(self.ctx, 'project', 'user', 'all'),
        )


@base.on_every_database
class TestReshape(world.PlacementTest):
    def test_inventories_move_with_what_is_held(self):
        self.make_provider(1, VCPU=8, VGPU=4)
        self.make_provider(2)
        self.allocate(9, {1: {'VCPU': 2, 'VGPU': 1}})
        shapes = [_shape(1, 2, VCPU=8), _shape(2, 0, VGPU=4)]
        self.assertRaises(
            errors.InventoryInUse, reshape.reshape, self.ctx, shapes, []
        )
        moved = {1: {'VCPU': 2}, 2: {'VGPU': 1}}
        reshape.reshape(self.ctx, shapes, [world.claim(9, moved)])
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
    """Cards of one host become its children, with what is held of them."""

    def _make(self, children):
        """Return the shapes and claims of a host whose cards all move.

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

    def _statements(self, children):
        shapes, wanted = self._make(children)
        with self.count_statements() as counter:
            reshape.reshape(self.ctx, shapes, wanted)
        self.assertEqual(1, counter.committed)
        self.assert_counters_are_sums()
        for number in self.children:
            self.assertEqual(
                {(world.uuid(1), 'VCPU'): 2, (world.uuid(number), 'VGPU'): 3},
                self.list_amounts(number),
            )
            # Once for its inventories and once for what is held of them.
            self.assertEqual(3, self.get_generation(number))
            _provider, found = inventory.list_of_provider(
                self.ctx, world.uuid(number)
            )
            self.assertEqual(
                {'VGPU': 4, 'PCPU': 2},
                {each.resource_class: each.total for each in found},
            )
        _provider, found = inventory.list_of_provider(self.ctx, world.uuid(1))
        self.assertEqual(
            [('VCPU', 9 * children)],
            [(each.resource_class, each.total) for each in found],
        )
        return len(counter.statements)

    def _clear(self):
        """Leave nothing of the first host but its row."""
        for number in self.children:
            self.allocate(number, {})
        provider.delete(self.ctx, world.uuid(1))

    def test_statements_grow_with_neither_providers_nor_consumers(self):
        few = self._statements(2)
        self._clear()
        self.assertEqual([17, 17], [few, self._statements(20)])

    def test_the_first_that_is_wrong_is_told_and_nothing_happens(self):
        shapes, wanted = self._make(3)
        second, third = (world.uuid(each) for each in self.children[1:])
        unknown = [
            shapes[0],
            shapes[1],
            _shape(self.children[1], 1, CUSTOM_SECOND=1, CUSTOM_OTHER=1),
            _shape(self.children[2], 1, CUSTOM_THIRD=1),
        ]
        self._refused(
            errors.UnknownResourceClass, 'CUSTOM_SECOND', unknown, wanted
        )
        for number in self.children[1:]:
            self.allocate(number + 50, {number: {'PGPU': 1}})
        used = [
            dataclasses.replace(each, generation=2)
            if each.provider_uuid in (second, third)
            else each
            for each in shapes
        ]
        self._refused(
            errors.InventoryInUse, f"'PGPU' on .*{second}", used, wanted
        )
        self._refused(
            errors.ReshapedGenerationConflict,
            f'{second}: actual: 2, given: 1',
            shapes,
            wanted,
        )

    def _refused(self, kind, words, shapes, wanted):
        before = [self.get_generation(each) for each in (1, *self.children)]
        refusal = self.assertRaises(
            kind, reshape.reshape, self.ctx, shapes, wanted
        )
        self.assertThat(str(refusal), matchers.MatchesRegex(f'.*{words}'))
        self.assertEqual(
            before, [self.get_generation(each) for each in (1, *self.children)]
        )
        self.assert_counters_are_sums()

    def test_of_reshapes_with_one_generation_one_wins(self):
        shapes, wanted = self._make(3)
        results = self.race(
            *(
                lambda ctx, order=order: reshape.reshape(
                    ctx, shapes[::order], wanted[::order]
                )
                for order in (1, -1, 1, -1)
            )
        )
        lost = [each for each in results if each is not None]
        self.assertEqual(3, len(lost), results)
        for each in lost:
            self.assertIsInstance(each, exceptions.ConcurrentUpdate)
        self.assertEqual(
            [3] * 3, [self.get_generation(each) for each in self.children]
        )
        self.assert_counters_are_sums()

    def test_who_claims_meanwhile_is_served_before_or_after(self):
        shapes, wanted = self._make(3)
        results = self.race(
            lambda ctx: reshape.reshape(ctx, shapes, wanted),
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


@base.on_every_database
class TestTrees(world.PlacementTest):
    def _make(self, number, parent=None):
        provider_tree.create(
            self.ctx,
            world.uuid(number),
            f'node {number}',
            None if parent is None else world.uuid(parent),
        )

    def _move(self, number, parent, ctx=None):
        return provider_tree.update(
            ctx or self.ctx,
            world.uuid(number),
            f'node {number}',
            None if parent is None else world.uuid(parent),
            may_move=True,
        )

    def test_a_subtree_moves_whole(self):
        for number, parent in ((1, None), (2, 1), (3, 2), (4, None)):
            self._make(number, parent)
        self.assertRaises(errors.ActionFailed, self._move, 1, 3)
        self._move(2, 4)
        found = provider_tree.get(self.ctx, world.uuid(3))
        self.assertEqual(world.uuid(4), found.root_uuid)
        self._move(2, None)
        found = provider_tree.get(self.ctx, world.uuid(3))
        self.assertEqual(world.uuid(2), found.root_uuid)

    def test_two_that_move_below_each_other_make_no_loop(self):
        self._make(1)
        self._make(2)
        results = self.race(
            lambda ctx: self._move(1, 2, ctx),
            lambda ctx: self._move(2, 1, ctx),
        )
        refused = [
            each for each in results if isinstance(each, errors.ActionFailed)
        ]
        self.assertEqual(1, len(refused), results)
