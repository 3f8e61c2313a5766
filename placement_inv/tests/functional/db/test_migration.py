"""What is true of migrating a database that others migrate too."""

from concurrent import futures
import contextlib
import os

import sqlalchemy as sa
import testtools

from placement_inv import conf
from placement_inv import exceptions
from placement_inv.db import migration
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.tests.fixtures import database


class TestMigration(testtools.TestCase):
    def _check(self, backend):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database(backend, f'pi_{os.getpid()}_migrate')
            )
            settings = conf.load(config_files=[])
            settings.set_override('connection', url, 'placement_database')
            starters = [
                transactions.Database(settings.placement_database)
                for _ in range(4)
            ]
            for starter in starters:
                undo.callback(starter.dispose)
            with futures.ThreadPoolExecutor(len(starters)) as threads:
                engines = [starter.engine for starter in starters]
                list(threads.map(migration.upgrade, engines))
            found = set(sa.inspect(starters[0].engine).get_table_names())
            self.assertEqual(
                set(tables.metadata.tables) | {'alembic_version'}, found
            )

    def test_processes_that_start_at_once_migrate_once_sqlite(self):
        self._check('sqlite')

    def test_processes_that_start_at_once_migrate_once_postgresql(self):
        self._check('postgresql')

    def test_processes_that_start_at_once_migrate_once_mariadb(self):
        self._check('mariadb')

    def test_a_schema_that_is_behind_is_refused_and_a_newer_one_is_not(self):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database('sqlite', f'pi_{os.getpid()}_behind')
            )
            engine = sa.create_engine(url)
            undo.callback(engine.dispose)
            self._assert_behind(engine, 'none')
            migration.upgrade(engine, '0001')
            self._assert_behind(engine, '0001')
            migration.upgrade(engine)
            migration.require(engine)
            with engine.begin() as connection:
                connection.exec_driver_sql(
                    "UPDATE alembic_version SET version_num = 'later'"
                )
            migration.require(engine)

    def _assert_behind(self, engine, revision):
        refused = self.assertRaises(
            exceptions.SchemaBehind, migration.require, engine
        )
        self.assertIn(f'at revision {revision},', str(refused))
        self.assertIn(f'needs {migration.head()}:', str(refused))
