"""Conditions that are written when a statement is compiled."""

import unittest

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.smartfilter import sql
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import world
from placement_inv.tests.unit.smartfilter.sql import written

_EXTENDED = smartfilter.Language.EXTENDED


class TestCondition(unittest.TestCase):
    def test_each_dialect_has_its_own_sql(self):
        condition = sql.condition(world.resolve('name__contains=a'))
        for dialect_name, expected in (
            ('sqlite', "(instr(filter_hosts.name, 'a') > 0)"),
            ('postgresql', "(filter_hosts.name LIKE '%%a%%' ESCAPE '\\')"),
            (
                'mysql',
                "(locate(CAST('a' AS BINARY), CAST(filter_hosts.name"
                ' AS BINARY)) > 0)',
            ),
        ):
            self.assertEqual(expected, written.write(condition, dialect_name))

    def test_a_condition_may_use_an_alias(self):
        resolved_filter = world.resolve('groups__name=web and name=n02')
        text = written.write(
            sql.condition(resolved_filter, world.HOSTS.alias('h')), 'sqlite'
        )
        self.assertIn('.host_id = h.id AND', text)
        self.assertIn("h.name = 'n02'", text)
        self.assertNotIn('filter_hosts.', text)

    def test_a_condition_can_be_negated_and_combined(self):
        condition = sql.condition(world.resolve('name=a or name=b'))
        self.assertEqual(
            "(filter_hosts.name = 'a' OR filter_hosts.name = 'b') = 0"
            ' AND filter_hosts.enabled = 1',
            written.write(
                sa.and_(~condition, world.HOSTS.c.enabled), 'sqlite'
            ),
        )

    def test_negations_are_pushed_down(self):
        condition = sql.condition(
            world.resolve('not (groups__name=a or name=b)', _EXTENDED)
        )
        text = written.write_where(condition, world.HOSTS, 'sqlite')
        self.assertTrue(text.startswith('(NOT (EXISTS'), text)
        self.assertIn(')) AND coalesce(filter_hosts.name', text)

    def test_statements_of_different_filters_share_no_sql(self):
        statements = [
            sa.select(world.HOSTS.c.name)
            .where(sql.condition(world.resolve(f'name={name}')))
            .order_by(world.HOSTS.c.id)
            for name in ('a', 'b')
        ]
        engine = world.sqlite_engine()
        self.addCleanup(engine.dispose)
        with engine.connect() as connection:
            world.create(connection)
            world.fill(
                connection, {world.HOSTS: [rows.HOST_ROWS[0] | {'name': 'b'}]}
            )
            results = [
                list(connection.scalars(statement)) for statement in statements
            ]
        self.assertEqual([[], ['b']], results)


class TestConditionFor(unittest.TestCase):
    def test_a_condition_is_compiled_for_the_dialect(self):
        resolved_filter = world.resolve('name__contains=a')
        condition = sql.condition_for(resolved_filter, 'postgresql')
        self.assertIn(' LIKE ', written.write(condition, 'postgresql'))

    def test_a_dialect_without_filters_is_refused(self):
        resolved_filter = world.resolve('name=a')
        with self.assertRaises(KeyError):
            sql.condition_for(resolved_filter, 'oracle')


class TestNoMerge(unittest.TestCase):
    def test_planners_that_merge_subqueries_are_kept_from_it(self):
        inside = world.HOSTS.c.id.in_(sa.select(world.GROUPS.c.id))
        condition = sql.no_merge(inside)
        self.assertIn('IS true', written.write(condition, 'postgresql'))
        self.assertIn('IS true', written.write(condition, 'mysql'))
        self.assertNotIn('IS true', written.write(condition, 'sqlite'))
