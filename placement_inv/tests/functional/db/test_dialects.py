"""Functions that differ by database do the same on each."""

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.tests.functional import base

_ORGANIZATIONS = tables.host_inventory.organizations


@base.on_every_database
class TestIsAmong(base.DatabaseTest):
    def _find(self, connection, names):
        column = _ORGANIZATIONS.c.name
        condition = dialects.is_among(connection, column, names)
        return set(connection.scalars(sa.select(column).where(condition)))

    def test_it_finds_those_and_no_others(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                _ORGANIZATIONS.insert(), [{'name': name} for name in 'abc']
            )
            self.assertEqual(
                {'a', 'c'}, self._find(connection, ['a', 'c', 'd'])
            )

    def test_rows_are_not_compared_with_each_value(self):
        if self.backend != 'postgresql':
            self.skipTest('the statement has a parameter for each value')
        with self.database.engine.begin() as connection:
            # The driver prepares statements that it has sent often; the
            # server then plans them once, for any values.
            for _ in range(8):
                self._find(connection, ['a', 'b'])
            name = connection.exec_driver_sql(
                'SELECT name FROM pg_prepared_statements'
                " WHERE statement LIKE 'SELECT organizations.name%%'"
            ).scalar_one()
            connection.exec_driver_sql(
                'SET LOCAL plan_cache_mode = force_generic_plan'
            )
            plan = connection.exec_driver_sql(
                f"EXPLAIN EXECUTE {name} ('{{a,b}}')"
            ).scalars()
            self.assertNotIn('ANY', '\n'.join(plan))


@base.on_every_database
class TestInsertAll(base.DatabaseTest):
    def _insert(self, *rows):
        hosts = tables.host_inventory.hosts
        inventories = tables.host_inventory.host_inventories
        with self.database.engine.begin() as connection:
            result = connection.execute(
                inventories.insert().values(name=rows[0]['name'])
            )
            shared_values = {
                'host_inventory_id': result.inserted_primary_key[0]
            }
            new_ids = dialects.insert_all(
                connection,
                hosts,
                [shared_values | row for row in rows],
                ('name', 'id'),
            )
            names = tuple(rows[0])
            is_new = (
                hosts.c.host_inventory_id == shared_values['host_inventory_id']
            )
            stored_rows = connection.execute(
                sa.select(*(hosts.c[name] for name in names))
                .where(is_new)
                .order_by(hosts.c.name)
            )
            # Compare texts, because 1 == True.
            self.assertEqual(
                str(list(rows)), str(list(map(dict, stored_rows.mappings())))
            )
            ids = connection.execute(
                sa.select(hosts.c.name, hosts.c.id).where(is_new)
            )
            self.assertEqual(self.backend != 'postgresql', new_ids is None)
            if new_ids is not None:
                self.assertEqual(set(map(tuple, ids)), set(new_ids))

    def test_shared_and_different_values_are_stored(self):
        self._insert(
            {'name': 'a', 'enabled': True, 'variables_data': None},
            {'name': 'b', 'enabled': True, 'variables_data': None},
        )
        self._insert(
            {'name': 'c', 'enabled': False, 'variables_data': {'a': 1}},
            {'name': 'd', 'enabled': True, 'variables_data': {'a': True}},
            {'name': 'e', 'enabled': True, 'variables_data': None},
        )

    def test_one_row_is_inserted(self):
        self._insert({'name': 'a', 'enabled': True, 'variables_data': [1]})
