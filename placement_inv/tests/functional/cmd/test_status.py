"""The checks of `placement-inv-status upgrade check`."""

import contextlib
import datetime
import io
import pathlib
import tempfile
import unittest
from unittest import mock

import sqlalchemy as sa

from placement_inv import conf
from placement_inv.cmd import status
from placement_inv.db import migration
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.importing import confinement
from placement_inv.tests import confined


def _layers(**changes):
    return confinement.Layers(
        **{'files': True, 'calls': True, 'root': True, **changes}
    )


_ALL_WELL = [
    'Schema: success',
    'Policy: success',
    'Host inventory: success',
    'Authentication: success',
]


class TestUpgradeCheck(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.rules = self.directory / 'policy.yaml'
        self.config = self.directory / 'p.conf'
        self._configure(f'sqlite:///{self.directory}/p.db')

    def _configure(self, url, strategy='keystone', auth_type='none'):
        self.config.write_text(
            f'[api]\nauth_strategy = {strategy}\n'
            f'[keystone_authtoken]\nauth_type = {auth_type}\n'
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
        return database

    def _make_organization(self):
        now = datetime.datetime(2026, 1, 1)
        with self._migrate().engine.begin() as connection:
            connection.execute(
                sa.insert(tables.host_inventory.organizations).values(
                    name='Engineering',
                    description='',
                    created_at=now,
                    updated_at=now,
                )
            )

    def test_an_empty_database_has_to_be_migrated(self):
        code, lines = self._check()
        self.assertEqual(2, code)
        self.assertRegex(lines[0], '^Schema: failure: .*placement-inv db sync')
        self.assertEqual(
            ['Policy: success', 'Host inventory: success'], lines[1:3]
        )

    def test_every_check_may_succeed(self):
        self._migrate()
        self.rules.write_text('"placement:usages": "role:reader"\n')
        self.assertEqual((0, _ALL_WELL), self._check_all_but_confinement())

    def _check_all_but_confinement(self):
        with mock.patch.object(
            confinement, 'find_layers', return_value=_layers(), autospec=True
        ):
            code, lines = self._check()
        self.assertEqual('Confinement: success', lines.pop())
        return code, lines

    def test_a_keystone_configuration_without_auth_type(self):
        url = f'sqlite:///{self.directory}/p.db'
        self._migrate()
        for strategy, code, pattern in (
            ('keystone', 2, 'failure: .keystone_authtoken.auth_type is not'),
            ('http_basic', 0, 'success'),
            ('noauth2', 0, 'success'),
        ):
            self._configure(url, strategy, auth_type='')
            exit_code, lines = self._check_all_but_confinement()
            self.assertEqual(code, exit_code, strategy)
            self.assertRegex(lines[3], f'^Authentication: {pattern}')

    def test_a_system_that_cannot_confine_is_a_warning(self):
        self._migrate()
        for lack in (confined.NO_FILES, confined.NO_CALLS):
            with self.subTest(lack), confined.lesser_system(lack):
                code, lines = self._check()
                self.assertEqual(1, code)
                self.assertRegex(
                    lines[-1],
                    '^Confinement: warning: the system has no .*: no '
                    'inventory source is loaded',
                )

    def test_confinement_that_is_not_required(self):
        self._migrate()
        with self.config.open('a') as file:
            file.write('[inventory_sources]\nrequire_confinement = false\n')
        with confined.lesser_system(confined.NO_FILES):
            code, lines = self._check()
        self.assertEqual(1, code)
        self.assertIn('read without protection', lines[-1])

    def test_a_partial_confinement_is_a_success_with_a_remark(self):
        self._migrate()
        with mock.patch.object(
            confinement, 'find_layers', return_value=_layers(root=False)
        ):
            code, lines = self._check()
        self.assertEqual(0, code)
        self.assertRegex(
            lines[-1], '^Confinement: success, but .* which files exist'
        )

    def test_unbound_organizations_are_a_warning_beside_keystone(self):
        self._make_organization()
        code, lines = self._check_all_but_confinement()
        self.assertEqual((1, _ALL_WELL[:2]), (code, lines[:2]))
        self.assertRegex(
            lines[2], '^Host inventory: warning: 1 organizations belong to no '
        )

    def test_other_strategies_share_unbound_organizations(self):
        self._make_organization()
        for strategy in ('http_basic', 'noauth2'):
            self._configure(f'sqlite:///{self.directory}/p.db', strategy)
            self.assertEqual((0, _ALL_WELL), self._check_all_but_confinement())

    def test_an_empty_host_inventory_has_no_warning(self):
        self._migrate()
        self.assertEqual((0, _ALL_WELL), self._check_all_but_confinement())

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
