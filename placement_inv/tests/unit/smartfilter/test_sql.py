"""Filters, run on SQLite."""

import unittest

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite

from placement_inv import smartfilter
from placement_inv.smartfilter import sql as sql_compiler
from placement_inv.tests.unit.smartfilter import cases
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import world


class TestOnSQLite(cases.Finds, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.connection = world.sqlite_engine().connect()
        self.addCleanup(self.connection.close)
        world.create(self.connection)
        world.fill(self.connection, rows.ROWS)

    def test_a_host_in_two_matching_groups_is_found_once(self):
        found = world.names(self.connection, 'groups__name__contains=e')
        self.assertEqual(['n01', 'n02'], found)

    def test_a_condition_can_be_about_an_alias(self):
        hosts = world.HOSTS.alias('h')
        resolved_filter = world.resolve('groups__name=web and name=n02')
        found = sa.select(hosts.c.name).where(
            sql_compiler.condition(resolved_filter, hosts)
        )
        self.assertEqual(['n02'], list(self.connection.scalars(found)))

    def test_a_condition_can_stand_in_a_subquery(self):
        inner = sa.select(world.HOSTS.c.id).where(
            sql_compiler.condition(world.resolve('groups__name=web'))
        )
        found = sa.select(world.HOSTS.c.name).where(
            world.HOSTS.c.id.in_(inner), world.HOSTS.c.enabled
        )
        self.assertEqual(['n01'], list(self.connection.scalars(found)))

    def test_the_deepest_filter_allowed(self):
        text = 'ansible_facts__arr[]__e[]=q'
        for number in range(16):
            word = 'and' if number % 2 else 'or'
            text = f'(groups__parents__name=x {word} {text})'
        self.assertEqual([], world.names(self.connection, text))

    def test_the_deepest_extended_filter_allowed(self):
        text = 'all_groups__name != x'
        for number in range(16):
            word = 'and' if number % 4 in (1, 2) else 'or'
            text = f'not (ansible_facts__a__version > 3 {word} {text})'
        world.names(self.connection, text, smartfilter.Language.EXTENDED)

    def test_a_condition_can_be_negated(self):
        condition = sql_compiler.condition(
            world.resolve('name=n01 or groups__name=web')
        )
        found = sa.select(world.HOSTS.c.name).where(
            ~condition, world.HOSTS.c.id < 4
        )
        self.assertEqual(['n03'], list(self.connection.scalars(found)))


class TestSQL(unittest.TestCase):
    """The statements that planners like."""

    def sql(self, text, dialect, language=smartfilter.Language.AWX):
        condition = sql_compiler.condition(world.resolve(text, language))
        select = sa.select(world.HOSTS.c.id).where(condition)
        compiled = select.compile(
            dialect=dialect, compile_kwargs={'literal_binds': True}
        )
        return ' '.join(str(compiled).split())

    def test_a_relation_is_an_exists(self):
        self.assertEqual(
            'SELECT filter_hosts.id FROM filter_hosts WHERE (EXISTS'
            ' (SELECT 1 FROM filter_group_hosts AS filter_group_hosts_1'
            ' JOIN filter_groups AS filter_groups_1'
            ' ON filter_group_hosts_1.group_id = filter_groups_1.id'
            ' WHERE filter_group_hosts_1.host_id = filter_hosts.id'
            " AND filter_groups_1.name = 'web'))",
            self.sql('groups__name=web', sqlite.dialect()),
        )

    def test_the_opposite_of_a_relation_is_not_exists(self):
        sql = self.sql(
            'not (groups__name=web or not name=n01)',
            sqlite.dialect(),
            smartfilter.Language.EXTENDED,
        )
        self.assertIn('WHERE (NOT (EXISTS (SELECT 1 FROM', sql)
        self.assertTrue(sql.endswith("AND filter_hosts.name = 'n01')"), sql)

    def test_groups_above_are_found_from_the_top(self):
        sql = self.sql(
            'all_groups__name=web',
            postgresql.dialect(),
            smartfilter.Language.EXTENDED,
        )
        self.assertIn(
            'IN (WITH RECURSIVE anon_1(id) AS (SELECT filter_groups_2.id AS'
            ' id FROM filter_groups AS filter_groups_2 WHERE'
            " filter_groups_2.name = 'web' UNION",
            sql,
        )

    def test_facts_on_postgresql_are_one_containment(self):
        self.assertIn(
            'filter_facts_1.facts @> CAST(\'{"a": [{"b": 3}]}\' AS JSONB)',
            self.sql('ansible_facts__a[]__b=3', postgresql.dialect()),
        )

    def test_a_name_on_mariadb_can_use_its_index(self):
        self.assertIn(
            "filter_hosts.name = 'n01' AND CAST(filter_hosts.name AS BINARY)",
            self.sql('name=n01', mysql.dialect()),
        )

    def test_many_relations_on_postgresql_are_not_joined(self):
        few = ' and '.join(['groups__name=web'] * 6)
        many = ' and '.join(['groups__name=web'] * 7)
        dialect = postgresql.dialect()
        self.assertNotIn('IS true', self.sql(few, dialect))
        self.assertEqual(7, self.sql(many, dialect).count('IS true'))
