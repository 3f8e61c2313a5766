"""`placement-inv config check`, and configurations that do not start."""

import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from placement_inv.tests.fixtures import command
from placement_inv.tests.fixtures import database
from placement_inv.tests.functional import base

_CLEAN = 'No problem was found.'
_SECRET = 'verysecret'  # noqa: S105 (of the test)


class _ConfigTest:
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.config = self.directory / 'placement-inv.conf'

    def run_command(self, text, *words):
        """Write the file and run a command; return (code, out, err)."""
        self.config.write_text(text)
        code, out, err = command.run(
            *words,
            *('--config-file', str(self.config)),
            *('--data-dir', str(self.directory / 'data')),
        )
        self.assertNotIn(_SECRET, out + err)
        self.assertNotIn('LocationInfo', out + err)
        self.assertNotIn('Traceback', out + err)
        return code, out, err

    def check(self, text, *more):
        """Return (exit code, lines) of a check."""
        code, out, err = self.run_command(text, 'config', 'check', *more)
        self.assertIsInstance(code, int, err)
        return code, out.splitlines()


class TestCheck(_ConfigTest, unittest.TestCase):
    def test_a_good_configuration(self):
        self.assertEqual(
            (0, [_CLEAN]),
            self.check('[api]\nauth_strategy = noauth2\n'),
        )

    def test_everything_is_reported_at_once(self):
        rules = self.directory / 'policy.yaml'
        rules.write_text('"host_inventory:hosts:raed": "role:a"\n')
        code, lines = self.check(
            '[api]\nauth_stategy = hope\n'
            '[jbos]\nworkers = 1\n'
            '[jobs]\nworkers = many\nlease = 0\n'
            '[keystone_authtoken]\nauth_type = password\n'
            f'password = {_SECRET}\n'
            '[placement_database]\n'
            f'connection = oracle://u:{_SECRET}@h/x\n'
            '[host_inventory]\ndefault_microversion = 77.0\n'
        )
        self.assertEqual(1, code)
        for number, sentence in (
            (6, '[jobs]workers: '),
            (7, '[jobs]lease: '),
            (2, '[api] has no option auth_stategy; did you mean auth_strat'),
            (3 + 1, 'there is no section [jbos]; did you mean [jobs]?'),
        ):
            self._assert_line(lines, f'{self.config}:{number}: {sentence}')
        self._assert_line(lines, '[keystone_authtoken]: ')
        self._assert_line(lines, '[placement_database]connection names the')
        self._assert_line(lines, '[host_inventory]default_microversion: ')
        self._assert_line(lines, f'{rules}: there is no rule host_inventory:')
        self.assertEqual('8 problems found.', lines[-1])

    def test_limits_that_contradict_each_other(self):
        code, lines = self.check(
            '[api]\nauth_strategy = noauth2\n'
            '[host_inventory]\nfilter_timeout = 9\n'
            '[placement_database]\n'
            'lock_timeout = 8\nstatement_timeout = 7\n'
            'background_lock_timeout = 6\nbackground_statement_timeout = 5\n'
        )
        self.assertEqual(1, code)
        self._assert_line(lines, '[placement_database]lock_timeout = 8 is not')
        self._assert_line(
            lines, '[placement_database]background_lock_timeout = 6 is not'
        )
        self._assert_line(lines, '[host_inventory]filter_timeout = 9 is above')
        self.assertEqual('3 problems found.', lines[-1])

    def _assert_line(self, lines, start):
        self.assertTrue(
            any(line.startswith(start) for line in lines), (start, lines)
        )

    def test_a_file_that_cannot_be_understood(self):
        code, lines = self.check(f'[api]\n{_SECRET}\n')
        self.assertEqual(1, code)
        self.assertEqual(
            [
                f"{self.config}:2: No ':' or '=' found in assignment",
                '1 problem found.',
            ],
            lines,
        )

    def test_a_server_that_does_not_answer_is_no_problem(self):
        code, lines = self.check(
            '[api]\nauth_strategy = noauth2\n[placement_database]\n'
            f'connection = postgresql+psycopg://u:{_SECRET}@127.0.0.1:1/x\n'
            'max_pool_size = 3\nmax_overflow = 2\n',
            *('--processes', '4', '--workers', '2'),
        )
        self.assertEqual(0, code, lines)
        self.assertEqual(
            'database connections: at most 40: 5 for each of 4 processes of '
            'a WSGI server, 10 for each of 2 serve or worker processes',
            lines[0],
        )
        self.assertRegex(lines[1], '^the database server cannot be asked: ')

    def test_counts_are_not_negative(self):
        for value in ('-1', 'x'):
            code, _out, err = self.run_command(
                '', 'config', 'check', '--processes', value
            )
            self.assertEqual(2, code)
            self.assertIn('--processes', err)

    def test_it_has_a_help(self):
        code, out, _err = self.run_command('', 'config', 'check', '--help')
        self.assertEqual(0, code)
        self.assertIn('placement-inv config check', out)


@base.on_every_database
class TestConnections(_ConfigTest):
    backend: str
    __test__ = False

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        self.url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_config')
        )

    def _check(self, *more):
        return self.check(
            '[api]\nauth_strategy = noauth2\n[placement_database]\n'
            f'connection = {self.url}\n',
            *more,
        )

    def test_connections_are_compared_with_what_the_server_allows(self):
        code, lines = self._check('--processes', '1', '--workers', '0')
        self.assertEqual((0, _CLEAN), (code, lines[-1]))
        code, lines = self._check('--processes', '10000')
        if self.backend == 'sqlite':
            self.assertEqual((0, [_CLEAN]), (code, lines))
            return
        self.assertEqual(1, code)
        self.assertRegex(lines[1], '^the database server allows [0-9]+$')
        self.assertRegex(
            lines[2],
            r'^\[placement_database\]max_pool_size and max_overflow: 150030 ',
        )


class TestStart(_ConfigTest, unittest.TestCase):
    """Each way to start refuses what cannot work, in one line."""

    def _assert_refused(self, text, *sentences, command_words=()):
        commands = command_words or (
            ('serve', '--port', '0'),
            ('worker',),
            ('db', 'sync'),
            ('db', 'version'),
        )
        for words in commands:
            code, out, err = self.run_command(text, *words)
            self.assertEqual((2, ''), (code, out), err)
            self.assertEqual(1, err.count('\n'), err)
            self.assertTrue(err.startswith('placement-inv: configuration: '))
            for sentence in sentences:
                self.assertIn(sentence, err)

    def test_keystone_without_its_section(self):
        self._assert_refused(
            '',
            '[keystone_authtoken]auth_type is not set',
            command_words=[('serve', '--port', '0')],
        )

    def test_a_plugin_that_does_not_exist(self):
        self._assert_refused(
            '[keystone_authtoken]\nauth_section = cloud\n'
            '[cloud]\nauth_type = hope\n',
            '[cloud]auth_type: there is no plugin hope',
            command_words=[('serve', '--port', '0')],
        )

    def test_a_driver_that_does_not_exist(self):
        self._assert_refused(
            '[api]\nauth_strategy = noauth2\n[placement_database]\n'
            f'connection = postgresql+hope://u:{_SECRET}@h/x\n',
            '[placement_database]connection names the driver',
        )

    def test_a_broken_policy_file(self):
        (self.directory / 'policy.yaml').write_text('}')
        self._assert_refused(
            '[api]\nauth_strategy = noauth2\n',
            f'[oslo_policy]policy_file: {self.directory}/policy.yaml',
        )

    def test_a_policy_file_with_a_circle(self):
        (self.directory / 'policy.yaml').write_text('"a": "rule:a"\n')
        self._assert_refused(
            '[api]\nauth_strategy = noauth2\n',
            f'[oslo_policy]policy_file: {self.directory}/policy.yaml',
        )

    def test_a_value_that_is_not_valid(self):
        self._assert_refused(
            '[api]\nauth_strategy = noauth2\n[jobs]\nworkers = 0\n',
            f'{self.config}:4: [jobs]workers: ',
        )

    def test_the_wsgi_module(self):
        self.config.write_text(
            '[placement_database]\n'
            f'connection = sqlite:///{self.directory}/p.db\n'
        )
        process = subprocess.run(
            [sys.executable, '-c', 'import placement_inv.wsgi'],
            env={**os.environ, 'OS_PLACEMENT_CONFIG_DIR': str(self.directory)},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        self.assertEqual(1, process.returncode, process.stderr)
        last_line = process.stderr.splitlines()[-1]
        self.assertIn('InvalidConfiguration: ', last_line)
        self.assertIn('[keystone_authtoken]auth_type is not set', last_line)
        self.assertFalse((self.directory / 'p.db').exists())


class TestPermissions(_ConfigTest, unittest.TestCase):
    """`--as` shows what an imagined caller may do."""

    _NOAUTH = '[api]\nauth_strategy = noauth2\n'

    def test_the_table_of_a_member(self):
        code, lines = self.check(
            self._NOAUTH, '--as', 'bob:blue', '--roles', 'member'
        )
        self.assertEqual(0, code)
        self.assertIn('project_id: blue', lines)
        self.assertIn('organization_roles: auditor, inventory_admin', lines)
        self.assertIn(
            'yes  GET /api/v2/hosts  host_inventory:hosts:read '
            '(default: rule:host_inventory:reader_api)',
            lines,
        )
        self.assertIn(
            'no   GET /traits  placement:traits:list '
            '(default: rule:admin_or_service_api)',
            lines,
        )

    def test_the_policy_file_decides(self):
        rules = self.directory / 'policy.yaml'
        rules.write_text('"placement:traits:list": "role:member"\n')
        _code, lines = self.check(
            f'{self._NOAUTH}[oslo_policy]\npolicy_file = {rules}\n',
            *('--as', 'bob', '--roles', 'member'),
        )
        self.assertIn(
            'yes  GET /traits  placement:traits:list '
            '(policy file: role:member)',
            lines,
        )

    def test_a_token_of_the_system_may_nothing(self):
        _code, lines = self.check(
            self._NOAUTH, '--as', 'root', '--roles', 'admin', '--system'
        )
        allowed = [line for line in lines if line.startswith('yes')]
        self.assertNotIn('host_inventory:', ''.join(allowed))

    def test_no_table_where_there_are_problems(self):
        code, lines = self.check(
            f'{self._NOAUTH}[jobs]\nlease = 0\n', '--as', 'bob'
        )
        self.assertEqual(1, code)
        self.assertNotIn('user: bob', lines)

    def test_words_that_contradict(self):
        for words, sentence in (
            (('--roles', 'member'), 'belong to --as'),
            (('--as', ':blue'), '--as names no user'),
            (('--as', 'bob:blue', '--domain', 'd'), 'a token is for'),
        ):
            code, _out, err = self.run_command(
                self._NOAUTH, 'config', 'check', *words
            )
            self.assertNotEqual(0, code)
            self.assertIn(sentence, err)
