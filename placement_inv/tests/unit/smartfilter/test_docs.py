"""The documentation of the filter languages is complete and correct."""

import pathlib
import re
import unittest

import placement_inv
from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import limits
from placement_inv.smartfilter.languages import lookups
from placement_inv.tests.unit.smartfilter import world

_ROOT = pathlib.Path(placement_inv.__file__).parent.parent
_PAGE = _ROOT / 'doc' / 'source' / 'filter-language.rst'
_BLOCK = re.compile(
    r'^\.\. code-block:: text\n   :class: (awx|wide)\n\n((?:   .+\n)+)', re.M
)


def examples():
    """Return (language, text) of every filter on the page."""
    return [
        (smartfilter.Language(name), line.strip())
        for name, block in _BLOCK.findall(_PAGE.read_text(encoding='utf-8'))
        for line in block.splitlines()
    ]


class TestPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.text = _PAGE.read_text(encoding='utf-8')
        cls.examples = examples()

    def test_every_example_is_a_filter(self):
        languages = {language for language, _ in self.examples}
        self.assertEqual(set(smartfilter.Language), languages)
        for language, text in self.examples:
            with self.subTest(text):
                world.resolve(text, language)

    def test_every_lookup_has_an_example(self):
        for lookup in lookups.EXTENDED_ALL:
            with self.subTest(lookup):
                pattern = re.compile(rf'(__|^){lookup} ?[=<>]')
                self.assertTrue(
                    any(pattern.search(text) for _, text in self.examples)
                )

    def test_every_operator_has_an_example(self):
        for operator in (
            '=', '!=', '>', '>=', '<', '<=',
            'in', 'not in', 'exists', 'not exists',
        ):  # fmt: skip
            with self.subTest(operator):
                pattern = re.compile(rf'\w {operator}($| )')
                self.assertTrue(
                    any(pattern.search(text) for _, text in self.examples)
                )

    def test_every_other_word_has_an_example(self):
        for word in ('not ', ' and ', ' or ', 'all_groups__', 'has_'):
            with self.subTest(word):
                self.assertTrue(
                    any(
                        word in text.lower()
                        for language, text in self.examples
                        if language is smartfilter.Language.EXTENDED
                    )
                )

    def test_every_error_is_explained(self):
        for kind in errors.FilterError.__subclasses__():
            with self.subTest(kind.code):
                self.assertIn(f'``{kind.code}``', self.text)

    def test_the_limits_are_correct(self):
        default = limits.DEFAULT
        words = ' '.join(self.text.split())
        self.assertIn(
            f'at most {default.length} characters, {default.terms} terms'
            ' (each value of a list counts as one),'
            f' {default.depth} nested parentheses'
            f' and {default.segments} steps',
            words,
        )
        self.assertEqual(12, default.document_choices)
        self.assertIn('Twelve of its terms can be about effective', words)

    def test_the_example_of_an_error_is_correct(self):
        with self.assertRaises(errors.FilterError) as caught:
            world.resolve('nmae=web01')
        text = caught.exception.render().replace('\n', '\n   ')
        self.assertIn(f'   {text}\n', self.text)
