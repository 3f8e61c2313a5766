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
        config.write_text(f'[placement_database]\nconnection = {url}\n')
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
