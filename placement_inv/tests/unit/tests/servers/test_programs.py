"""Programs are found in PATH first, else in the newest release."""

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

    def test_nothing_is_found_where_nothing_is(self):
        self.assertIsNone(self._find('served'))

    def test_the_path_goes_first(self):
        self._program('releases', '17', 'bin', 'served')
        in_path = self._program('bin', 'served')
        self.assertEqual(in_path, self._find('served'))

    def test_versions_are_numbers_and_not_text(self):
        self._program('releases', '9', 'bin', 'served')
        newest = self._program('releases', '17', 'bin', 'served')
        self.assertEqual(newest, self._find('served'))

    def test_a_link_leads_to_the_programs_of_its_release(self):
        served = self._program('releases', '15', 'bin', 'served')
        made = self._program('releases', '15', 'bin', 'make')
        link = os.path.join(self.root, 'link')
        os.symlink(served, link)
        self.assertEqual(made, programs.find_sibling(link, 'make'))
