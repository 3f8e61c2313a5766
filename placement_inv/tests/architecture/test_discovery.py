"""The commands that run all tests find every test."""

import pathlib

import testtools

from placement_inv import tests

_TESTS = pathlib.Path(tests.__file__).parent


class TestDiscovery(testtools.TestCase):
    def test_every_directory_with_tests_is_a_package(self):
        directories = {path.parent for path in _TESTS.rglob('test_*.py')}
        self.assertIn(_TESTS / 'architecture', directories)
        # unittest silently ignores other directories.
        self.assertEqual(
            [],
            sorted(
                str(directory.relative_to(_TESTS))
                for directory in directories
                if not (directory / '__init__.py').exists()
            ),
        )
