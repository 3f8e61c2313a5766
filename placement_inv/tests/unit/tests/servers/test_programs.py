"""Programs are searched in PATH, then in the newest release."""

import os
import tempfile
from unittest import mock

import testtools

from placement_inv.tests.servers import programs


class TestFind(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = directory.name

    def _program(self, *parts):
        path = os.path.join(self.root, *parts)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w'):
            os.chmod(path, 0o755)
        return path

    def _find(self, name):
        pattern = os.path.join(self.root, 'releases', '*', 'bin')
        with mock.patch.dict(os.environ, PATH=os.path.join(self.root, 'bin')):
            return programs.find(name, [pattern])

    def test_a_missing_program_is_not_found(self):
        self.assertIsNone(self._find('served'))

    def test_path_comes_first(self):
        self._program('releases', '17', 'bin', 'served')
        in_path = self._program('bin', 'served')
        self.assertEqual(in_path, self._find('served'))

    def test_versions_are_compared_as_numbers(self):
        self._program('releases', '9', 'bin', 'served')
        newest = self._program('releases', '17', 'bin', 'served')
        self.assertEqual(newest, self._find('served'))

    def test_a_link_is_followed_to_its_release(self):
        server_path = self._program('releases', '15', 'bin', 'served')
        make_path = self._program('releases', '15', 'bin', 'make')
        link = os.path.join(self.root, 'link')
        os.symlink(server_path, link)
        self.assertEqual(make_path, programs.find_sibling(link, 'make'))
