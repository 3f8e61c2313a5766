"""The statements that are marked as costly."""

import unittest

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from placement_inv import smartfilter
from placement_inv.smartfilter import sql
from placement_inv.smartfilter.sql import costs
from placement_inv.tests.unit.smartfilter import world

_EXTENDED = smartfilter.Language.EXTENDED
PLAIN = ('name=n01', 'id > 3 and not (enabled=true or name in (a, b))')
COSTLY = (
    'name__regex=a',
    'name=n01 or not name__icontains=a',
    'groups__name=web',
    'groups=9',
    'groups__isnull=true',
    'search=web',
    'ansible_facts__a=1',
    'variables__a__regex=b',
    'has_groups > 2',
    'all_groups__name=web',
)


class TestCosts(unittest.TestCase):
    def _is_marked(self, text, write):
        condition = write(world.resolve(text, _EXTENDED))
        inside = sa.select(world.HOSTS.c.id).where(condition)
        statement = sa.select(world.HOSTS.c.name).where(
            world.HOSTS.c.id.in_(inside)
        )
        sql_text = statement.compile(dialect=sqlite.dialect())
        return costs.has_costly_filter(sql_text)

    def test_plain_comparisons_are_not_marked(self):
        for text in PLAIN:
            with self.subTest(text):
                self.assertFalse(self._is_marked(text, sql.condition))
                self.assertFalse(self._is_marked(text, _for_sqlite))

    def test_all_others_are_marked_at_any_depth(self):
        for text in COSTLY:
            with self.subTest(text):
                self.assertTrue(self._is_marked(text, sql.condition))
                self.assertTrue(self._is_marked(text, _for_sqlite))

    def test_none_is_not_marked(self):
        self.assertFalse(costs.has_costly_filter(None))


def _for_sqlite(resolved_filter):
    return sql.condition_for(resolved_filter, 'sqlite')
