"""Trees of providers: parents, roots and moves."""

from placement_inv.objects.placement import errors
from placement_inv.objects.placement import provider_tree
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world


@base.on_every_database
class TestTree(world.PlacementTest):
    def setUp(self):
        super().setUp()
        for number, parent in ((1, None), (2, 1), (3, 2), (4, None)):
            provider_tree.create(
                self.ctx,
                world.uuid(number),
                f'provider {number}',
                world.uuid(parent) if parent else None,
            )

    def _update(self, number, parent, may_move=True, ctx=None):
        provider_tree.update(
            ctx or self.ctx,
            world.uuid(number),
            f'provider {number}',
            world.uuid(parent) if parent else None,
            may_move,
        )

    def _place(self, number):
        """Return the numbers of the root and of the parent."""
        node = provider_tree.get(self.ctx, world.uuid(number))
        return [
            uuid and int(uuid[-12:])
            for uuid in (node.root_uuid, node.parent_uuid)
        ]

    def test_a_provider_without_a_parent_is_a_root(self):
        self.assertEqual([1, None], self._place(1))
        self.assertEqual([1, 1], self._place(2))
        self.assertEqual([1, 2], self._place(3))

    def test_a_parent_must_exist(self):
        self.assertRaises(
            errors.ActionFailed,
            provider_tree.create,
            self.ctx,
            world.uuid(5),
            'provider 5',
            world.uuid(9),
        )

    def test_a_provider_moves_with_its_descendants(self):
        self._update(2, 4)
        self.assertEqual([4, 4], self._place(2))
        self.assertEqual([4, 2], self._place(3))
        self._update(2, None)
        self.assertEqual([2, None], self._place(2))
        self.assertEqual([2, 2], self._place(3))

    def test_a_provider_cannot_move_below_itself(self):
        for parent in (1, 3):
            with self.assertRaisesRegex(Exception, 'loop'):
                self._update(1, parent)
        self.assertEqual([1, None], self._place(1))

    def test_only_a_root_gets_a_parent_before_reparenting(self):
        self._update(4, 3, may_move=False)
        self.assertEqual([1, 3], self._place(4))
        for number, parent in ((2, 4), (2, None)):
            with self.assertRaisesRegex(Exception, 'parent'):
                self._update(number, parent, may_move=False)
        self.assertEqual([1, 1], self._place(2))

    def test_concurrent_moves_below_each_other_make_no_loop(self):
        results = self.race(
            lambda ctx: self._update(1, 4, ctx=ctx),
            lambda ctx: self._update(4, 1, ctx=ctx),
        )
        failures = [
            each for each in results if isinstance(each, errors.ActionFailed)
        ]
        self.assertEqual(1, len(failures), results)
