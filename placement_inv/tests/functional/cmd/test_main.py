"""The command line: help of each command, and errors of one line."""

import pathlib
import tempfile
import unittest

from placement_inv.tests.fixtures import command


class TestMain(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def test_every_command_has_a_help(self):
        for name in (
            (),
            ('serve',),
            ('worker',),
            ('db',),
            ('db', 'sync'),
            ('db', 'version'),
        ):
            code, out, _err = command.run(*name, '--help')
            self.assertEqual(0, code, name)
            self.assertIn(' '.join(('placement-inv', *name)), out)

    def test_a_command_is_needed(self):
        code, _out, err = command.run()
        self.assertEqual(2, code)
        self.assertIn('COMMAND', err)

    def test_a_port_is_a_number_that_fits(self):
        for port in ('-1', '65536', 'http'):
            code, _out, err = command.run('serve', f'--port={port}')
            self.assertEqual(2, code, port)
            self.assertIn('--port', err)

    def _assert_refused(self, status, pattern, *arguments):
        code, out, err = command.run(*arguments)
        self.assertEqual((status, ''), (code, out), err)
        self.assertRegex(err, f'^placement-inv: {pattern}')
        self.assertEqual(1, err.count('\n'), err)

    def test_noauth2_stays_on_loopback(self):
        self._assert_refused(
            2,
            'refusing to listen on 0.0.0.0: with auth_strategy = noauth2',
            *('serve', '--host', '0.0.0.0', '--port', '0'),
            *('--data-dir', str(self.directory)),
        )

    def test_a_data_directory_that_cannot_be_used(self):
        file = self.directory / 'file'
        file.touch()
        self._assert_refused(
            1,
            f'cannot use the data directory {file}',
            *('serve', '--port', '0', '--data-dir', str(file)),
        )

    def test_the_sample_world_needs_the_admin(self):
        config = self.directory / 'p.conf'
        config.write_text('[api]\nauth_strategy = http_basic\n')
        self._assert_refused(
            2,
            '--demo',
            *('serve', '--demo', '--config-file', str(config)),
            *('--data-dir', str(self.directory)),
        )

    def test_a_database_that_cannot_be_used(self):
        config = self.directory / 'p.conf'
        config.write_text(
            f'[placement_database]\nconnection = sqlite:///{self.directory}\n'
        )
        self._assert_refused(
            3,
            'the database cannot be used: .*unable to open',
            *('db', 'version', '--config-file', str(config)),
            *('--data-dir', str(self.directory)),
        )

    def test_a_database_that_does_not_answer(self):
        config = self.directory / 'p.conf'
        config.write_text(
            '[placement_database]\nmax_retries = 0\n'
            'connection = postgresql+psycopg://u:secret@127.0.0.1:1/x\n'
        )
        for arguments in (('worker',), ('db', 'audit')):
            code, _, err = command.run(
                *arguments,
                *('--config-file', str(config)),
                *('--data-dir', str(self.directory)),
            )
            self.assertEqual(3, code, err)
            self.assertNotIn('Traceback', err)
            self.assertNotIn('secret', err)

    def test_a_schema_that_does_not_exist(self):
        config = self.directory / 'p.conf'
        config.write_text(
            '[placement_database]\n'
            f'connection = sqlite:///{self.directory}/empty.db\n'
        )
        for arguments in (('worker',), ('db', 'audit')):
            self._assert_refused(
                3,
                'The schema of the database is at revision none, .*'
                'run `placement-inv db sync`',
                *arguments,
                *('--config-file', str(config)),
                *('--data-dir', str(self.directory)),
            )

    def test_a_configuration_file_that_is_a_directory(self):
        self._assert_refused(
            2,
            f'configuration: .*directory: .*{self.directory}',
            *('db', 'version', '--config-file', str(self.directory)),
        )
