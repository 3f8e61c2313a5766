"""The files of gabbits/ keep the promises that their runners rely on."""

import collections

import testtools
import yaml

from placement_inv.tests.gabbi import test_gabbits


def _files():
    return sorted(test_gabbits.GABBITS.rglob('*.yaml'))


def _place(path):
    return str(path.relative_to(test_gabbits.GABBITS))


class TestGabbits(testtools.TestCase):
    def test_files_lie_where_they_are_loaded_from(self):
        self.assertNotEqual([], _files())
        loaded = [
            test_gabbits.GABBITS / name for name in test_gabbits.DIRECTORIES
        ]
        lost = [_place(path) for path in _files() if path.parent not in loaded]
        self.assertEqual([], lost)

    def test_names_keep_the_requests_of_a_file_on_one_worker(self):
        # .stestr.conf groups by what stands before the first of these.
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
        without = [
            _place(path)
            for path in _files()
            if not yaml.safe_load(path.read_text(encoding='utf-8')).get(
                'fixtures'
            )
        ]
        self.assertEqual([], without)
