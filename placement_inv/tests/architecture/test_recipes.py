"""The section "Where to add what" names files that exist."""

import pathlib
import re

import testtools

import placement_inv
from placement_inv.conf import opts
from placement_inv.jobs import executors

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
_ROOT = _PACKAGE.parent
_PAGE = _ROOT / 'doc' / 'source' / 'architecture.rst'
_OUTSIDE = ('doc/', 'etc/', 'gabbits/', 'releasenotes/', 'setup.cfg')

#: The subjects of recipes.
_SUBJECTS = (
    'A field',
    'An endpoint',
    'A microversion',
    'A kind of inventory source',
    'A filter key',
    'A table or column',
    'An executor',
    'An option',
    'A limit',
    'A page of the documentation',
)


def _recipes():
    text = _PAGE.read_text(encoding='utf-8').partition('Where to add what\n')[
        2
    ]
    parts = re.split(r'^(\S.*)\n(?=  )', text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _paths(recipe):
    """Return the literals of a recipe that look like a path."""
    literals = re.findall(r'``([^`]+)``', recipe)
    return [
        each
        for each in literals
        if re.fullmatch(r'[\w.-]+(/[\w.-]+)+|\w+\.py', each)
    ]


class TestRecipes(testtools.TestCase):
    def test_each_subject_has_a_recipe_with_files(self):
        recipes = _recipes()
        for subject in _SUBJECTS:
            self.assertIn(subject, recipes)
            self.assertNotEqual([], _paths(recipes[subject]), subject)

    def test_each_path_exists(self):
        missing = [
            (subject, path)
            for subject, recipe in _recipes().items()
            for path in _paths(recipe)
            if not self._exists(path)
        ]
        self.assertEqual([], missing)

    def test_executors_are_modules_of_their_package(self):
        for module, _class in executors.EXECUTORS.values():
            self.assertTrue(module.startswith('placement_inv.jobs.executors.'))

    def test_each_file_of_options_is_read(self):
        """`opts.py` must import each file of `conf`."""
        groups = {
            path.stem
            for path in (_PACKAGE / 'conf').glob('*.py')
            if 'cfg.OptGroup(' in path.read_text(encoding='utf-8')
        }
        self.assertIn('jobs', groups)
        self.assertEqual(set(), groups - set(vars(opts)))

    @staticmethod
    def _exists(path):
        root = _ROOT if path.startswith(_OUTSIDE) else _PACKAGE
        return (root / path).exists()
