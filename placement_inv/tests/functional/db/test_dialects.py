"""Writers that read first and write later wait for each other.

And every connection of an engine is prepared for that, the first one too.
What databases say in different words is asked of each.
"""

import threading

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.tests.functional import base

_ORGANIZATIONS = tables.host_inventory.organizations


@transactions.writer
def _count_one_more(ctx):
    """Read a number, then write it one larger, as careless code does."""
    row = ctx.connection.execute(
        sa.select(_ORGANIZATIONS.c.max_hosts).with_for_update()
    ).one()
    ctx.connection.execute(
        _ORGANIZATIONS.update().values(max_hosts=row.max_hosts + 1)
    )


@base.on_every_database
class TestWriters(base.DatabaseTest):
    def test_no_writer_fails_or_overwrites_another(self):
        with self.database.engine.begin() as connection:
            connection.execute(_ORGANIZATIONS.insert().values(name='one'))
        failures = []
        barrier = threading.Barrier(8)

        def work():
            ctx = self.make_context()
            barrier.wait()
            try:
                for _ in range(10):
                    _count_one_more(ctx)
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([], failures)
        self.assertEqual(
            [(80,)], self.rows(sa.select(_ORGANIZATIONS.c.max_hosts))
        )


@base.on_every_database
class TestFirstConnection(base.DatabaseTest):
    def _let_others_isolate_more(self):
        """Have PostgreSQL ask more by default, as MariaDB does anyway."""
        if self.backend == 'postgresql':
            altered = f'ALTER DATABASE {self.database.engine.url.database} '
            name = 'default_transaction_isolation'
            self._run(f"{altered} SET {name} = 'repeatable read'")
            self.addCleanup(self._run, f'{altered} RESET {name}')

    def _run(self, statement):
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql(statement)

    def test_it_sees_what_was_committed_before_each_statement(self):
        self._let_others_isolate_more()
        database = transactions.Database(self.conf.placement_database)
        self.addCleanup(database.dispose)
        with database.engine.connect() as connection:
            self.assertEqual(
                # SQLite has one writer at a time, and this name for it.
                'SERIALIZABLE'
                if self.backend == 'sqlite'
                else 'READ COMMITTED',
                connection.get_isolation_level(),
            )


@base.on_every_database
class TestIsAmong(base.DatabaseTest):
    def _found(self, connection, names):
        column = _ORGANIZATIONS.c.name
        among = dialects.is_among(connection, column, names)
        return set(connection.scalars(sa.select(column).where(among)))

    def test_it_finds_those_and_no_others(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                _ORGANIZATIONS.insert(), [{'name': name} for name in 'abc']
            )
            self.assertEqual(
                {'a', 'c'}, self._found(connection, ['a', 'c', 'd'])
            )

    def test_rows_are_not_compared_with_each_value(self):
        if self.backend != 'postgresql':
            self.skipTest('values are written into the statement')
        with self.database.engine.begin() as connection:
            # The driver prepares what it has seen often; the server then
            # plans it once, for any values.
            for _ in range(8):
                self._found(connection, ['a', 'b'])
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
            made = connection.execute(
                inventories.insert().values(name=rows[0]['name'])
            )
            shared = {'host_inventory_id': made.inserted_primary_key[0]}
            told = dialects.insert_all(
                connection,
                hosts,
                [shared | row for row in rows],
                ('name', 'id'),
            )
            names = tuple(rows[0])
            within = hosts.c.host_inventory_id == shared['host_inventory_id']
            kept = connection.execute(
                sa.select(*(hosts.c[name] for name in names))
                .where(within)
                .order_by(hosts.c.name)
            )
            # As text: 1 is no True.
            self.assertEqual(
                str(list(rows)), str(list(map(dict, kept.mappings())))
            )
            ids = connection.execute(
                sa.select(hosts.c.name, hosts.c.id).where(within)
            )
            if told is not None:
                self.assertEqual(set(map(tuple, ids)), set(told))

    def test_what_rows_share_and_what_they_do_not_is_kept(self):
        self._insert(
            {'name': 'a', 'enabled': True, 'variables_data': None},
            {'name': 'b', 'enabled': True, 'variables_data': None},
        )
        self._insert(
            {'name': 'c', 'enabled': False, 'variables_data': {'a': 1}},
            {'name': 'd', 'enabled': True, 'variables_data': {'a': True}},
            {'name': 'e', 'enabled': True, 'variables_data': None},
        )

    def test_one_row_shares_all_with_itself(self):
        self._insert({'name': 'a', 'enabled': True, 'variables_data': [1]})
