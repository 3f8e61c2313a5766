"""The places of settings in configuration files."""

import pathlib
import tempfile

import testtools

from placement_inv import conf
from placement_inv.conf import files


class TestFiles(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory) / 'some.conf'

    def _read(self, text):
        self.path.write_text(text)
        return files.read_settings(str(self.path))

    def test_a_setting_has_the_line_of_its_name(self):
        settings = self._read(
            '# comment\nuse-json = true\n\n[API]\nnoauth2_hosts = a,\n  b\n'
            'auth_strategy = keystone\n'
        )
        self.assertEqual(
            [
                (('default', 'use_json'), f'{self.path}:2'),
                (('api', 'noauth2_hosts'), f'{self.path}:5'),
                (('api', 'auth_strategy'), f'{self.path}:7'),
            ],
            [(setting.key, setting.place) for setting in settings],
        )

    def test_an_error_has_the_line_but_not_its_text(self):
        for text in ('[api]\nsecret\n', '[api]\n[secret\n', '[api]\n= secret'):
            error = self.assertRaises(ValueError, self._read, text)
            self.assertIn(f'{self.path}:2: ', str(error))
            self.assertNotIn('secret', str(error))

    def test_a_file_that_is_no_text(self):
        self.path.write_bytes(b'[api]\nx = \xff\n')
        error = self.assertRaises(
            ValueError, files.read_settings, str(self.path)
        )
        self.assertEqual(f'{self.path} is not UTF-8 text', str(error))

    def test_files_are_listed_with_those_of_directories(self):
        self.path.write_text('')
        other = self.path.parent / 'more.d' / 'b.conf'
        other.parent.mkdir()
        other.write_text('')
        settings = conf.load(
            ['--config-dir', str(other.parent)],
            config_files=[str(self.path)],
        )
        self.assertEqual(
            [str(self.path), str(other)], files.list_files(settings)
        )
