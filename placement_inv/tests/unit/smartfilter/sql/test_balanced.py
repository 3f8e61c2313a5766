"""Long chains of conditions become trees."""

import unittest

import sqlalchemy as sa

from placement_inv.smartfilter.sql import balanced

_column = sa.column('x', sa.Integer)


def _depth(text):
    depth = deepest = 0
    for char in text:
        depth += (char == '(') - (char == ')')
        deepest = max(deepest, depth)
    return deepest


class TestJoinBalanced(unittest.TestCase):
    def _sql(self, join, count):
        condition = balanced.join_balanced(
            join, (_column == number for number in range(count))
        )
        return str(condition.compile(compile_kwargs={'literal_binds': True}))

    def test_a_short_chain_is_not_changed(self):
        self.assertEqual('x = 0 OR x = 1', self._sql(sa.or_, 2))
        self.assertEqual(0, _depth(self._sql(sa.or_, 40)))

    def test_a_long_chain_has_all_conditions_in_order(self):
        for count in (41, 1000):
            text = self._sql(sa.and_, count)
            bare = text.replace('(', '').replace(')', '')
            self.assertEqual(
                [f'x = {number}' for number in range(count)],
                bare.split(' AND '),
            )

    def test_the_tree_is_flat(self):
        self.assertEqual(1, _depth(self._sql(sa.or_, 41)))
        self.assertEqual(2, _depth(self._sql(sa.or_, 1000)))
