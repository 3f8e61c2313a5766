"""The groups of an inventory, each with the groups below it."""

from unittest import mock

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import tree
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


def _shape(branches):
    return {branch.group.name: _shape(branch.children) for branch in branches}


@base.on_every_database
class TestTree(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.ids = {
            name: world.make_group(self.ctx, self.inventory.id, name).id
            for name in ('d', 'c', 'b', 'a')
        }

    def _link(self, *edges):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.CHILDREN.insert(),
                [
                    {
                        'parent_id': self.ids[parent],
                        'child_id': self.ids[child],
                    }
                    for parent, child in edges
                ],
            )

    def _tree(self):
        return tree.get(self.ctx, self.inventory.id)

    def test_groups_without_links_are_roots_ordered_by_name(self):
        self.assertEqual(
            ['a', 'b', 'c', 'd'],
            [branch.group.name for branch in self._tree()],
        )

    def test_a_group_is_below_each_of_its_parents(self):
        self._link('ab', 'ac', 'bd', 'cd')
        (root,) = self._tree()
        self.assertEqual(
            {'a': {'b': {'d': {}}, 'c': {'d': {}}}}, _shape([root])
        )
        self.assertEqual((5, 3), (root.size, root.depth))

    def test_the_statements_do_not_grow_with_the_tree(self):
        with self.count_statements() as flat:
            self._tree()
        self._link('ab', 'bc', 'cd')
        with self.count_statements() as deep:
            self._tree()
        self.assertEqual(len(flat.statements), len(deep.statements), deep)

    def test_a_tree_that_is_too_large_or_too_deep_is_an_error(self):
        self._link('ab', 'ac', 'bd', 'cd')
        for limit, most in (('_MAX_GROUPS', 4), ('_MAX_DEPTH', 2)):
            with mock.patch.object(tree, limit, most):
                self.assertRaises(errors.TreeTooLarge, self._tree)
