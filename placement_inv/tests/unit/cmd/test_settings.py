"""What a command is configured with, and what a data directory adds."""

import argparse
import pathlib
import tempfile
import unittest

import sqlalchemy as sa

from placement_inv.cmd import settings
from placement_inv.cmd.failure import Failure


class TestSettings(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def _load(self, *arguments, environ=None):
        parser = argparse.ArgumentParser()
        settings.add_arguments(parser)
        options = parser.parse_args(arguments)
        return settings.load(options, environ or {})

    def _file(self, text, name='some.conf'):
        path = self.directory / name
        path.write_text(text)
        return str(path)

    def test_without_a_file_tokens_are_believed(self):
        self.assertEqual('noauth2', self._load().api.auth_strategy)

    def test_with_a_file_they_are_not_unless_it_says_so(self):
        path = self._file('')
        found = self._load('--config-file', path)
        self.assertEqual('keystone', found.api.auth_strategy)
        more = self._file('[api]\nauth_strategy = noauth2\n', 'more.conf')
        found = self._load('--config-file', path, '--config-file', more)
        self.assertEqual('noauth2', found.api.auth_strategy)

    def test_a_file_of_the_environment_is_a_file(self):
        self._file('[api]\nauth_strategy = http_basic\n', 'placement.conf')
        environ = {'OS_PLACEMENT_CONFIG_DIR': str(self.directory)}
        found = self._load(environ=environ)
        self.assertEqual('http_basic', found.api.auth_strategy)

    def test_a_bad_file_is_a_failure_of_the_request(self):
        path = self._file('[api]\nauth_strategy = hope\n')
        with self.assertRaisesRegex(Failure, 'hope') as caught:
            self._load('--config-file', path)
        self.assertEqual(2, caught.exception.status)
        with self.assertRaisesRegex(Failure, 'nowhere.conf'):
            self._load('--config-file', 'nowhere.conf')

    def test_the_data_directory_holds_database_and_sources(self):
        strange = self.directory / 'a $HOME?b#c%20d'
        found = self._load('--data-dir', str(strange))
        url = sa.make_url(found.placement_database.connection)
        self.assertEqual('sqlite', url.get_backend_name())
        self.assertEqual(str(strange / 'placement-inv.db'), url.database)
        self.assertEqual(
            [str(strange / 'sources')], found.inventory_sources.file_roots
        )
        self.assertTrue(found.placement_database.sync_on_startup)

    def test_what_is_configured_goes_before_it(self):
        path = self._file(
            '[placement_database]\nconnection = sqlite:////srv/p.db\n'
            '[inventory_sources]\nfile_roots = /srv/trees\n'
        )
        found = self._load('--config-file', path)
        self.assertEqual(
            'sqlite:////srv/p.db', found.placement_database.connection
        )
        self.assertEqual(['/srv/trees'], found.inventory_sources.file_roots)
        self.assertFalse(found.placement_database.sync_on_startup)

    def test_the_default_directory_is_the_users(self):
        for environ, expected in (
            ({'XDG_DATA_HOME': '/data'}, '/data/placement-inv'),
            ({}, pathlib.Path.home() / '.local/share/placement-inv'),
            (
                {'XDG_DATA_HOME': ''},
                pathlib.Path.home() / '.local/share/placement-inv',
            ),
        ):
            found = settings.default_data_directory(environ)
            self.assertEqual(pathlib.Path(expected), found)
