"""Descendants and ancestors of groups."""

import sqlalchemy as sa

from placement_inv.objects.host_inventory.membership import group_closure
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_EDGES = ('ab', 'ac', 'bd', 'cd', 'de')


@base.on_every_database
class TestClosure(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        self.ids = {
            name: world.make_group(self.ctx, inventory.id, name).id
            for name in 'abcdef'
        }
        with self.database.engine.begin() as connection:
            connection.execute(
                world.CHILDREN.insert(),
                [
                    {
                        'parent_id': self.ids[parent],
                        'child_id': self.ids[child],
                    }
                    for parent, child in _EDGES
                ],
            )

    def _names(self, select):
        names = {group_id: name for name, group_id in self.ids.items()}
        return sorted(names[group_id] for (group_id,) in self.rows(select))

    def test_the_groups_below_a_group(self):
        for name, expected in (('a', 'bcde'), ('d', 'e'), ('f', '')):
            select = group_closure.select_below(self.ids[name])
            self.assertEqual(list(expected), self._names(select), name)

    def test_the_groups_above_one_group(self):
        for name, expected in (('e', 'abcd'), ('a', ''), ('f', '')):
            select = group_closure.select_above(self.ids[name])
            self.assertEqual(list(expected), self._names(select), name)

    def test_the_groups_above_several_groups_may_include_one_of_them(self):
        group_ids = [self.ids[name] for name in 'be']
        groups = sa.select(world.GROUPS.c.id).where(
            world.GROUPS.c.id.in_(group_ids)
        )
        select = group_closure.select_above(groups)
        self.assertEqual(list('abcd'), self._names(select))
