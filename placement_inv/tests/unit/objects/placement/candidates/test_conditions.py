"""Conditions that planners may join, and those that they may not."""

import unittest

import sqlalchemy as sa

from placement_inv.objects.placement.candidates import conditions

_OUTER = sa.table('o', sa.column('id', sa.Integer))
_INNER = sa.table('i', sa.column('id', sa.Integer))


def _write(where):
    select = sa.select(_OUTER.c.id).where(*where)
    text = select.compile(compile_kwargs={'literal_binds': True})
    return ' '.join(str(text).split()).split(' WHERE ', 1)[1]


_LOOKUP = '(SELECT 1 FROM i WHERE i.id = o.id LIMIT 1)'


class TestConditions(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.conditions = conditions.Conditions(_OUTER.c.id > 0)

    def _add(self, method, count=1):
        for _ in range(count):
            method(_INNER.c.id == _OUTER.c.id)
        return _write(self.conditions)

    def test_a_few_may_be_joined(self):
        text = self._add(self.conditions.add_some, 3)
        self.assertTrue(text.startswith('o.id > 0 AND (EXISTS (SELECT'), text)
        self.assertEqual(3, text.count('EXISTS'))
        text = self._add(self.conditions.add_none)
        self.assertIn('NOT (EXISTS (SELECT', text)

    def test_many_are_looked_up_row_by_row(self):
        self._add(self.conditions.add_some, 4)
        text = self._add(self.conditions.add_some)
        self.assertEqual(4, text.count('EXISTS'))
        self.assertTrue(text.endswith(f'{_LOOKUP} IS NOT NULL'), text)
        text = self._add(self.conditions.add_none)
        self.assertTrue(text.endswith(f'{_LOOKUP} IS NULL'), text)

    def test_a_hint_is_left_out_where_it_cannot_be_joined(self):
        self.assertIn('EXISTS', self._add(self.conditions.add_hint))
        self._add(self.conditions.add_some, 3)
        count = len(self.conditions)
        self._add(self.conditions.add_hint)
        self.assertEqual(count, len(self.conditions))
