"""Several consumers, moving inventories, moving trees: all or nothing."""

from placement_inv.objects.placement import claims
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
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
            self.assertEqual({}, self.held(9))
        claims.replace(self.ctx, [one, world.claim(10, {1: {'VCPU': 4}})])
        claims.replace(
            self.ctx, [world.claim(9, {}), world.claim(10, {1: {'VCPU': 8}})]
        )
        self.assertEqual({}, self.held(9))
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
        expected = {'mariadb': [8, 8], 'postgresql': [1, 7]}
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
            usage.by_type(self.ctx, 'project'),
        )
        self.assertEqual(
            {'all': (2, {'VCPU': 3})},
            usage.by_type(self.ctx, 'project', 'user', 'all'),
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
            self.held(9),
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
