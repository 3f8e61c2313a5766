"""`placement-inv db` and `placement-inv-status` on each database."""

import contextlib
import os
import pathlib
import tempfile

from placement_inv.db import migration
from placement_inv.tests.fixtures import command
from placement_inv.tests.fixtures import database
from placement_inv.tests.functional import base


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
        self.options = ('--config-file', str(config), '--data-dir', directory)

    def _assert_says(self, status, said, *arguments):
        code, out, error = command.run('db', *arguments, *self.options)
        self.assertEqual((status, said), (code, out), error)

    def test_sync_makes_the_schema_and_version_tells_it(self):
        head = migration.head()
        self._assert_says(1, f'current: none\nexpected: {head}\n', 'version')
        self._assert_says(0, f'The schema is at revision {head}.\n', 'sync')
        self._assert_says(0, f'current: {head}\nexpected: {head}\n', 'version')
