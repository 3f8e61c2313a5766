"""The files of gabbits/ satisfy the rules that their runners need."""

import collections

import testtools
import yaml

from placement_inv.tests.gabbi import test_gabbits


def _files():
    return sorted(test_gabbits.GABBITS.rglob('*.yaml'))


def _place(path):
    return str(path.relative_to(test_gabbits.GABBITS))


class TestGabbits(testtools.TestCase):
    def test_files_are_in_directories_that_are_loaded(self):
        self.assertNotEqual([], _files())
        directories = [
            test_gabbits.GABBITS / name for name in test_gabbits.DIRECTORIES
        ]
        other_files = [
            _place(path) for path in _files() if path.parent not in directories
        ]
        self.assertEqual([], other_files)

    def test_the_requests_of_a_file_run_on_one_worker(self):
        # .stestr.conf groups tests by the text before the first of these.
        wrong = [
            _place(path)
            for path in _files()
            if '_' in path.stem or '.' in path.stem
        ]
        self.assertEqual([], wrong)

    def test_requests_of_one_file_have_different_names(self):
        for path in _files():
            file = yaml.safe_load(path.read_text(encoding='utf-8'))
            names = collections.Counter(
                test['name'].lower().replace(' ', '_')
                for test in file['tests']
            )
            twice = [name for name, count in names.items() if count > 1]
            self.assertEqual([], twice, _place(path))

    def test_every_file_starts_its_own_service(self):
        files_without_fixture = [
            _place(path)
            for path in _files()
            if not yaml.safe_load(path.read_text(encoding='utf-8')).get(
                'fixtures'
            )
        ]
        self.assertEqual([], files_without_fixture)
