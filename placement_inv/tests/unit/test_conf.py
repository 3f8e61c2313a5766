"""Which files a configuration is read from, and when bad values are found."""

import pathlib
import tempfile

import testtools

from placement_inv import conf


class TestLoad(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.directory = pathlib.Path(
            self.enterContext(tempfile.TemporaryDirectory())
        )
        self.environ = {'OS_PLACEMENT_CONFIG_DIR': str(self.directory)}

    def _write(self, name, strategy):
        path = self.directory / name
        path.write_text(f'[api]\nauth_strategy = {strategy}\n')
        return str(path)

    def test_files_of_the_environments_directory_are_read(self):
        settings = conf.load(environ=self.environ)
        self.assertEqual('keystone', settings.api.auth_strategy)
        self._write('placement.conf', 'http_basic')
        settings = conf.load(environ=self.environ)
        self.assertEqual('http_basic', settings.api.auth_strategy)

    def test_our_own_file_goes_before_the_one_of_placement(self):
        self._write('placement.conf', 'http_basic')
        self._write('placement-inv.conf', 'noauth2')
        settings = conf.load(environ=self.environ)
        self.assertEqual('noauth2', settings.api.auth_strategy)

    def test_named_files_replace_those_of_the_environment(self):
        self._write('placement-inv.conf', 'noauth2')
        path = self._write('other.conf', 'http_basic')
        settings = conf.load(config_files=[path], environ=self.environ)
        self.assertEqual('http_basic', settings.api.auth_strategy)
        settings = conf.load(config_files=[], environ=self.environ)
        self.assertEqual('keystone', settings.api.auth_strategy)

    def test_arguments_may_name_files(self):
        path = self._write('other.conf', 'http_basic')
        settings = conf.load(['--config-file', path], environ={})
        self.assertEqual('http_basic', settings.api.auth_strategy)

    def test_a_bad_value_is_an_error_before_its_first_use(self):
        path = self._write('placement-inv.conf', 'hope')
        error = self.assertRaises(
            conf.InvalidConfiguration, conf.load, config_files=[path]
        )
        self.assertIn('auth_strategy', str(error))

    def test_new_reads_no_file(self):
        self._write('placement-inv.conf', 'noauth2')
        settings = conf.new()
        settings([], default_config_files=[])
        self.assertEqual('keystone', settings.api.auth_strategy)
        self.assertEqual(2, settings.jobs.workers)
