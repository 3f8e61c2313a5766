"""`placement-inv db` and `placement-inv-status` on each database."""

import contextlib
import os
import pathlib
import tempfile

import sqlalchemy as sa

from placement_inv import conf
from placement_inv import context
from placement_inv import deploy
from placement_inv.db import migration
from placement_inv.db import tables
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider
from placement_inv.tests.fixtures import command
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import newer_schema
from placement_inv.tests.functional import base

_UUID = '00000000-0000-4000-8000-000000000001'


@base.on_every_database
class TestDB:
    backend: str
    __test__ = False

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_db')
        )
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        config = pathlib.Path(directory) / 'p.conf'
        config.write_text(
            '[api]\nauth_strategy = noauth2\n'
            f'[placement_database]\nconnection = {url}\n'
        )
        self.config = str(config)
        self.options = ('--config-file', str(config), '--data-dir', directory)

    def _assert_prints(self, status, stdout, *arguments):
        code, out, error = command.run('db', *arguments, *self.options)
        self.assertEqual((status, stdout), (code, out), error)

    def test_sync_creates_the_schema_and_version_prints_it(self):
        head = migration.head()
        self._assert_prints(1, f'current: none\nexpected: {head}\n', 'version')
        self._assert_prints(0, f'The schema is at revision {head}.\n', 'sync')
        self._assert_prints(
            0, f'current: {head}\nexpected: {head}\n', 'version'
        )

    def _migrate_further(self, oldest):
        """Make the schema that of a newer release."""
        migration_engine = deploy.services(
            conf.load(config_files=[self.config])
        ).database.engine
        self.addCleanup(migration_engine.dispose)
        migration.upgrade(migration_engine)
        newer_schema.migrate(migration_engine, oldest)

    def test_sync_leaves_a_newer_schema_that_allows_this_code(self):
        self._migrate_further(migration.head())
        self._assert_prints(0, 'The schema is at revision 9999.\n', 'sync')
        self._assert_prints(
            1, f'current: 9999\nexpected: {migration.head()}\n', 'version'
        )

    def test_no_command_starts_on_a_schema_of_newer_code(self):
        for oldest in (newer_schema.REVISION, None):
            self._migrate_further(oldest)
            for words in (
                ('db', 'sync'),
                ('db', 'audit'),
                ('worker',),
                ('serve', '--port', '0'),
            ):
                code, out, err = command.run(*words, *self.options)
                self.assertEqual((3, ''), (code, out), err)
                lines = [
                    line for line in err.splitlines() if ' INFO ' not in line
                ]
                self.assertEqual(1, len(lines), err)
                self.assertRegex(
                    lines[0],
                    '^placement-inv: The schema of the database is at '
                    'revision 9999, .*: upgrade it',
                )
            self._restore()

    def _restore(self):
        engine = deploy.services(
            conf.load(config_files=[self.config])
        ).database.engine
        self.addCleanup(engine.dispose)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                'UPDATE alembic_version '
                f"SET version_num = '{migration.head()}'"
            )

    def test_audit_exits_1_with_a_table_until_the_repair(self):
        self._assert_prints(
            0, f'The schema is at revision {migration.head()}.\n', 'sync'
        )
        services = deploy.services(conf.load(config_files=[self.config]))
        self.addCleanup(services.database.dispose)
        ctx = context.RequestContext(services)
        provider.create(ctx, _UUID, 'one')
        inventory.create(ctx, _UUID, inventory.Inventory('VCPU', 8))
        no_findings = 'Counters, consumers and trees are as they should be.\n'
        self._assert_prints(0, no_findings, 'audit')
        with services.database.engine.begin() as connection:
            connection.execute(
                sa.update(tables.placement.inventories).values(used=5)
            )
        table = (
            'WHAT     WHERE                                      '
            'STORED  SHOULD BE\n'
            f'counter  {_UUID} VCPU  5       0\n'
        )
        self._assert_prints(1, f'{table}1 found, 0 repaired\n', 'audit')
        self._assert_prints(
            0, f'{table}1 found, 1 repaired\n', 'audit', '--repair'
        )
        self._assert_prints(0, no_findings, 'audit')
