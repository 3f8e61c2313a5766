"""Trees of providers: who is below whom, and who may move."""

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

    def _update(self, number, parent, may_move=True):
        provider_tree.update(
            self.ctx,
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

    def test_who_has_no_parent_is_a_root(self):
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

    def test_all_below_move_with_it(self):
        self._update(2, 4)
        self.assertEqual([4, 4], self._place(2))
        self.assertEqual([4, 2], self._place(3))
        self._update(2, None)
        self.assertEqual([2, None], self._place(2))
        self.assertEqual([2, 2], self._place(3))

    def test_nobody_comes_below_itself(self):
        for parent in (1, 3):
            with self.assertRaisesRegex(Exception, 'loop'):
                self._update(1, parent)
        self.assertEqual([1, None], self._place(1))

    def test_only_a_root_gets_a_parent_where_nobody_may_move(self):
        self._update(4, 3, may_move=False)
        self.assertEqual([1, 3], self._place(4))
        for number, parent in ((2, 4), (2, None)):
            with self.assertRaisesRegex(Exception, 'parent'):
                self._update(number, parent, may_move=False)
        self.assertEqual([1, 1], self._place(2))
