"""The configuration of commands, and the defaults of a data directory."""

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

    def test_without_a_file_there_is_no_authentication(self):
        self.assertEqual('noauth2', self._load().api.auth_strategy)

    def test_with_a_file_its_strategy_is_used(self):
        path = self._file('')
        conf = self._load('--config-file', path)
        self.assertEqual('keystone', conf.api.auth_strategy)
        more = self._file('[api]\nauth_strategy = noauth2\n', 'more.conf')
        conf = self._load('--config-file', path, '--config-file', more)
        self.assertEqual('noauth2', conf.api.auth_strategy)

    def test_a_file_of_the_environment_is_a_file(self):
        self._file('[api]\nauth_strategy = http_basic\n', 'placement.conf')
        environ = {'OS_PLACEMENT_CONFIG_DIR': str(self.directory)}
        conf = self._load(environ=environ)
        self.assertEqual('http_basic', conf.api.auth_strategy)

    def test_a_bad_file_is_a_failure_with_status_2(self):
        path = self._file('[api]\nauth_strategy = hope\n')
        with self.assertRaisesRegex(Failure, 'hope') as caught:
            self._load('--config-file', path)
        self.assertEqual(2, caught.exception.status)
        with self.assertRaisesRegex(Failure, 'nowhere.conf'):
            self._load('--config-file', 'nowhere.conf')

    def test_the_data_directory_holds_database_and_sources(self):
        strange = self.directory / 'a $HOME?b#c%20d'
        conf = self._load('--data-dir', str(strange))
        url = sa.make_url(conf.placement_database.connection)
        self.assertEqual('sqlite', url.get_backend_name())
        self.assertEqual(str(strange / 'placement-inv.db'), url.database)
        self.assertEqual(
            [str(strange / 'sources')], conf.inventory_sources.file_roots
        )
        self.assertTrue(conf.placement_database.sync_on_startup)

    def test_configured_values_go_before_the_data_directory(self):
        path = self._file(
            '[placement_database]\nconnection = sqlite:////srv/p.db\n'
            '[inventory_sources]\nfile_roots = /srv/trees\n'
        )
        conf = self._load('--config-file', path)
        self.assertEqual(
            'sqlite:////srv/p.db', conf.placement_database.connection
        )
        self.assertEqual(['/srv/trees'], conf.inventory_sources.file_roots)
        self.assertFalse(conf.placement_database.sync_on_startup)

    def test_the_default_directory_is_the_users(self):
        for environ, expected in (
            ({'XDG_DATA_HOME': '/data'}, '/data/placement-inv'),
            ({}, pathlib.Path.home() / '.local/share/placement-inv'),
            (
                {'XDG_DATA_HOME': ''},
                pathlib.Path.home() / '.local/share/placement-inv',
            ),
        ):
            conf = settings.default_data_directory(environ)
            self.assertEqual(pathlib.Path(expected), conf)
