"""List parameters select and sort the rows that they describe, on SQLite."""

import unittest

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from placement_inv import smartfilter
from placement_inv.smartfilter import sql
from placement_inv.smartfilter.sql import costs
from placement_inv.tests.unit.smartfilter import world

_OR = smartfilter.Combination.OR
_CHAIN = smartfilter.Combination.CHAIN


def _host(number, note=None):
    return {
        'id': number,
        'inventory_id': 1,
        'name': f'n{number}',
        'description': 'rack' if number == 1 else '',
        'instance_id': '',
        'note': note,
        'enabled': True,
        'variables': '',
        'created': sa.func.current_timestamp(),
    }


#: n1 is in the groups web (of 1) and db (of 2), n2 in web (of 2).
_ROWS = {
    world.INVENTORIES: [{'id': 1, 'name': 'Production', 'description': ''}],
    world.HOSTS: [_host(1), _host(2, 'spare'), _host(3)],
    world.GROUPS: [
        {'id': 1, 'inventory_id': 1, 'name': 'web', 'description': 'front'},
        {'id': 2, 'inventory_id': 1, 'name': 'db', 'description': 'back'},
        {'id': 3, 'inventory_id': 1, 'name': 'web', 'description': 'back'},
    ],
    world.GROUP_HOSTS: [
        {'group_id': 1, 'host_id': 1},
        {'group_id': 2, 'host_id': 1},
        {'group_id': 3, 'host_id': 2},
    ],
}


class ParameterCase(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.connection = world.sqlite_engine().connect()
        self.addCleanup(self.connection.close)
        world.create(self.connection)
        for table, rows in _ROWS.items():
            for row in rows:
                self.connection.execute(sa.insert(table).values(row))


class TestParameterConditions(ParameterCase):
    def _select(self, *parameters, search=None):
        conditions = smartfilter.resolve_parameters(
            world.CATALOG,
            [smartfilter.Parameter(*parameter) for parameter in parameters],
            search or smartfilter.TextSearch(),
        )
        return sa.select(world.HOSTS.c.id).where(
            *sql.parameter_conditions(conditions)
        )

    def _ids(self, *parameters, search=None):
        select = self._select(*parameters, search=search)
        return sorted(self.connection.scalars(select))

    def test_joint_parameters_are_about_one_related_row(self):
        web, back = ('groups__name', 'web'), ('groups__description', 'back')
        self.assertEqual([2], self._ids(web, back))
        self.assertEqual([1, 2], self._ids(web, (*back, False, _CHAIN)))

    def test_a_negated_parameter_includes_null(self):
        self.assertEqual([2], self._ids(('note', 'spare')))
        self.assertEqual([1, 3], self._ids(('note', 'spare', True)))

    def test_one_of_the_alternatives_is_enough(self):
        self.assertEqual(
            [1, 3],
            self._ids(
                ('name', 'n3', False, _OR),
                ('groups__name', 'db', False, _OR),
            ),
        )
        self.assertEqual(
            [3],
            self._ids(
                ('name', 'n3', False, _OR),
                ('groups__name', 'db', False, _OR),
                ('name', 'n1', True),
            ),
        )

    def test_searches(self):
        search = smartfilter.TextSearch
        relations = (('group', 'DB'), ('groups', 'back'))
        for texts, expected in (
            (search(('RACK',)), [1]),
            (search(('rack', 'n2')), []),
            (search((), relations), [1, 2]),
            (search((), relations, True), [1]),
        ):
            self.assertEqual(expected, self._ids(search=texts), texts)

    def test_all_of_many_conditions_hold(self):
        names = [('name', f'n{number}', True) for number in range(2, 20)]
        self.assertEqual([1], self._ids(*names))

    def test_a_joint_relation_is_costly(self):
        for parameter, expected in (
            (('name', 'n1'), False),
            (('groups__name', 'web'), True),
        ):
            statement = self._select(parameter).compile(
                dialect=sqlite.dialect()
            )
            self.assertIs(expected, costs.has_costly_filter(statement))


class TestSortValue(ParameterCase):
    def _ids(self, key):
        sort_key = smartfilter.resolve_sort_key(world.CATALOG, key)
        value = sql.sort_value(sort_key, world.HOSTS)
        hosts = sa.select(world.HOSTS.c.id).order_by(value, world.HOSTS.c.id)
        return list(self.connection.scalars(hosts))

    def test_a_field_is_its_own_column(self):
        sort_key = smartfilter.resolve_sort_key(world.CATALOG, 'name')
        self.assertIs(
            world.HOSTS.c.name, sql.sort_value(sort_key, world.HOSTS)
        )

    def test_related_rows_sort_by_the_lowest_value(self):
        # n3 has no group, n1 has db and web, n2 has web.
        self.assertEqual([3, 1, 2], self._ids('groups'))
