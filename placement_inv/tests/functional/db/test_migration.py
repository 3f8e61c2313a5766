"""What is true of migrating a database that others migrate too."""

from concurrent import futures
import contextlib
import os

import sqlalchemy as sa
import testtools

from placement_inv import conf
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
