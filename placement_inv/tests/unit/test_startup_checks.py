"""Configurations that cannot work are refused with the option's name."""

import pathlib
import sys
import tempfile
from unittest import mock

import testtools

from placement_inv import conf
from placement_inv import startup_checks


class StartupTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.directory = pathlib.Path(directory)
        self.path = self.directory / 'some.conf'

    def find(self, check, text):
        self.path.write_text(text)
        return check(conf.load(config_files=[str(self.path)]))


class TestAuthentication(StartupTest):
    def _find(self, text):
        return self.find(startup_checks.check_authentication, text)

    def test_keystone_needs_its_section(self):
        (problem,) = self._find('')
        self.assertIn('[keystone_authtoken]auth_type is not set', problem)

    def test_keystone_needs_what_the_plugin_needs(self):
        (problem,) = self._find(
            '[keystone_authtoken]\nauth_type = password\npassword = secret\n'
        )
        self.assertIn('[keystone_authtoken]: ', problem)
        self.assertIn('auth_url', problem)
        self.assertNotIn('secret', problem)

    def test_keystone_needs_a_plugin_that_exists(self):
        (problem,) = self._find('[keystone_authtoken]\nauth_type = hope\n')
        self.assertEqual(
            '[keystone_authtoken]auth_type: there is no plugin hope', problem
        )

    def test_the_section_that_is_named_is_checked(self):
        head = '[keystone_authtoken]\nauth_section = cloud\n'
        for text, sentence in (
            ('', '[cloud]auth_type is not set'),
            ('[cloud]\nauth_type = hope\n', '[cloud]auth_type: there is no'),
            ('[cloud]\nauth_type = password\n', '[cloud]: '),
        ):
            (problem,) = self._find(head + text)
            self.assertIn(sentence, problem)
        self.assertEqual([], self._find(head + '[cloud]\nauth_type = none\n'))

    def test_a_complete_section_is_no_problem(self):
        self.assertEqual(
            [],
            self._find(
                '[keystone_authtoken]\nauth_type = password\n'
                'auth_url = http://127.0.0.1:1/v3\nusername = u\n'
                'password = p\n'
            ),
        )

    def test_the_password_file_must_exist(self):
        text = '[api]\nauth_strategy = http_basic\n'
        path = self.directory / 'htpasswd'
        text += f'http_basic_auth_user_file = {path}\n'
        (problem,) = self._find(text)
        self.assertIn(f'[api]http_basic_auth_user_file: {path}', problem)
        path.mkdir()
        self.assertEqual([problem], self._find(text))
        path.rmdir()
        path.touch()
        self.assertEqual([], self._find(text))

    def test_noauth2_needs_nothing(self):
        self.assertEqual([], self._find('[api]\nauth_strategy = noauth2\n'))


class TestDatabase(StartupTest):
    def _find(self, url, name='connection'):
        text = f'[placement_database]\n{name} = {url}\n'
        if name != 'connection':
            text += 'connection = sqlite:///x.db\n'
        return self.find(startup_checks.check_database, text)

    def test_a_database_must_be_configured(self):
        self.assertEqual(
            ['[placement_database]connection is not set'], self._find('')
        )

    def test_sqlite_needs_no_driver(self):
        self.assertEqual([], self._find('sqlite:///x.db'))

    def test_urls_that_cannot_be_used(self):
        for url, sentence in (
            ('secret', 'is not the URL of a database'),
            ('sqlite+hope://', 'names the driver sqlite+hope'),
            ('oracle://u:secret@h/x', 'names the database oracle'),
        ):
            for name in ('connection', 'slave_connection'):
                (problem,) = self._find(url, name)
                self.assertIn(
                    f'[placement_database]{name} {sentence}', problem
                )
                self.assertNotIn('secret', problem)

    def test_a_driver_that_is_not_installed(self):
        with mock.patch.dict(sys.modules, {'psycopg': None}):
            (problem,) = self._find('postgresql+psycopg://u:secret@h/x')
        self.assertIn('which is not installed', problem)
        self.assertIn('placement-inv[postgresql]', problem)
        self.assertNotIn('secret', problem)


class TestPolicy(StartupTest):
    def _find(self, rules):
        path = self.directory / 'policy.yaml'
        path.write_text(rules)
        problems = self.find(
            startup_checks.check_policy,
            f'[oslo_policy]\npolicy_file = {path}\n',
        )
        for problem in problems:
            self.assertIn(f'[oslo_policy]policy_file: {path}', problem)
            self.assertNotIn('\n', problem)
        return problems

    def test_a_file_without_a_mistake(self):
        self.assertEqual([], self._find('"a": "role:b"\n'))

    def test_broken_files(self):
        for rules in (
            '}',
            '- a list\n',
            'a text',
            '"a": "rule:b"\n"b": "rule:a"\n',
            '"a": "rule:nowhere"\n',
        ):
            self.assertEqual(1, len(self._find(rules)), rules)

    def test_a_file_that_is_not_readable(self):
        with mock.patch.object(
            startup_checks.os, 'access', return_value=False
        ):
            (problem,) = self._find('"a": "role:b"\n')
        self.assertIn('is not readable', problem)


class TestRequire(StartupTest):
    def test_a_version_that_does_not_exist(self):
        for version in ('77.0', 'new'):
            (problem,) = self.find(
                startup_checks.check_versions,
                f'[host_inventory]\ndefault_microversion = {version}\n',
            )
            self.assertIn('[host_inventory]default_microversion', problem)
        for version in ('latest', '1.0'):
            self.assertEqual(
                [],
                self.find(
                    startup_checks.check_versions,
                    f'[host_inventory]\ndefault_microversion = {version}\n',
                ),
            )

    def test_all_problems_are_one_error(self):
        self.path.write_text('')
        settings = conf.load(config_files=[str(self.path)])
        error = self.assertRaises(
            conf.InvalidConfiguration,
            startup_checks.require,
            settings,
            *startup_checks.OF_SERVERS,
        )
        self.assertEqual(2, len(error.problems), error)
        error = self.assertRaises(
            conf.InvalidConfiguration,
            startup_checks.require,
            settings,
            *startup_checks.OF_WORKERS,
        )
        self.assertEqual(1, len(error.problems), error)
