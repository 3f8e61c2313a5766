"""The errors of texts that the grammar does not allow."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors

_AWX, _EXTENDED = smartfilter.Language.AWX, smartfilter.Language.EXTENDED


class TestExplain(unittest.TestCase):
    def _error(self, text, language=_AWX):
        with self.assertRaises(errors.FilterSyntaxError) as caught:
            smartfilter.parse(text, language)
        return caught.exception

    def test_the_place_and_the_expectations(self):
        for text, excerpt, expected in (
            ('name=', '', ['a value']),
            ('name', '', ['"="']),
            ('(name=a', '', ['")"']),
            ('name=a and', '', ['a field', '"("']),
        ):
            with self.subTest(text):
                error = self._error(text)
                self.assertEqual(excerpt, error.excerpt)
                self.assertEqual(expected, list(error.expectations))

    def test_hints(self):
        for text, hint in (
            ('name="a', 'close the quotes'),
            ('name=a b', 'put a value with spaces in "quotes"'),
            ('name=a AND name=b', 'write "and" in lower case'),
            ('not name=a', 'this language has no "not"'),
        ):
            with self.subTest(text):
                self.assertIn(hint, self._error(text).hint)

    def test_the_extended_language_expects_more(self):
        self.assertIn(
            'an operator',
            ' '.join(self._error('name', _EXTENDED).expectations),
        )
