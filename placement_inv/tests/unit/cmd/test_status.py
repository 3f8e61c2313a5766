"""What is checked before a release is started."""

import contextlib
import io
import pathlib
import tempfile
import unittest
from unittest import mock

from placement_inv import conf
from placement_inv.cmd import status
from placement_inv.db import migration
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.tests import confined


def _layers(**changes):
    return confinement.Layers(
        **{'files': True, 'calls': True, 'root': True, **changes}
    )


class TestUpgradeCheck(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.rules = self.directory / 'policy.yaml'
        self.config = self.directory / 'p.conf'
        self._configure(f'sqlite:///{self.directory}/p.db')

    def _configure(self, url):
        self.config.write_text(
            f'[placement_database]\nconnection = {url}\n'
            f'[oslo_policy]\npolicy_file = {self.rules}\n'
        )

    def _check(self):
        """Return (exit code, lines)."""
        out = io.StringIO()
        arguments = ('upgrade', 'check', '--config-file', str(self.config))
        with contextlib.redirect_stdout(out):
            code = status.main(arguments)
        return code, out.getvalue().splitlines()

    def _migrate(self):
        settings = conf.load(config_files=[str(self.config)])
        database = transactions.Database(settings.placement_database)
        self.addCleanup(database.dispose)
        migration.upgrade(database.engine)

    def test_an_empty_database_has_to_be_migrated(self):
        code, lines = self._check()
        self.assertEqual(2, code)
        self.assertRegex(lines[0], '^Schema: failure: .*placement-inv db sync')
        self.assertEqual('Policy: success', lines[1])

    def test_all_is_well(self):
        self._migrate()
        self.rules.write_text('"placement:usages": "role:reader"\n')
        self.assertEqual(
            (0, ['Schema: success', 'Policy: success']),
            self._check_all_but_confinement(),
        )

    def _check_all_but_confinement(self):
        with mock.patch.object(
            confinement, 'layers', return_value=_layers(), autospec=True
        ):
            code, lines = self._check()
        self.assertEqual('Confinement: success', lines.pop())
        return code, lines

    def test_a_system_that_cannot_confine_is_a_warning(self):
        self._migrate()
        for lack in (confined.NO_FILES, confined.NO_CALLS):
            with self.subTest(lack), confined.lesser_system(lack):
                code, lines = self._check()
                self.assertEqual(1, code)
                self.assertRegex(
                    lines[2],
                    '^Confinement: warning: the system has no .*: no '
                    'inventory source is loaded',
                )

    def test_a_system_without_confinement_that_nobody_requires(self):
        self._migrate()
        with self.config.open('a') as file:
            file.write('[inventory_sources]\nrequire_confinement = false\n')
        with confined.lesser_system(confined.NO_FILES):
            code, lines = self._check()
        self.assertEqual(1, code)
        self.assertIn('read without protection', lines[2])

    def test_what_templates_can_tell_is_said(self):
        self._migrate()
        with mock.patch.object(
            confinement, 'layers', return_value=_layers(root=False)
        ):
            code, lines = self._check()
        self.assertEqual(0, code)
        self.assertRegex(
            lines[2], '^Confinement: success, but .* which files exist'
        )

    def test_a_policy_file_that_cannot_be_read(self):
        self._migrate()
        self.rules.write_text('}')
        code, lines = self._check()
        self.assertEqual((2, 'Schema: success'), (code, lines[0]))
        self.assertRegex(lines[1], '^Policy: failure: .*policy.yaml: ')

    def test_a_database_that_does_not_answer(self):
        self._configure(f'sqlite:///{self.directory}')
        code, lines = self._check()
        self.assertEqual(2, code)
        self.assertRegex(lines[0], '^Schema: failure: .*does not answer: ')

    def test_a_configuration_that_cannot_be_read(self):
        self.config.write_text('[api]\nauth_strategy = hope\n')
        error = io.StringIO()
        with contextlib.redirect_stderr(error):
            self.assertEqual((2, []), self._check())
        self.assertRegex(error.getvalue(), '^placement-inv-status: .*hope')
