"""The types of values, without regard to their field."""

import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.syntax import ast
from placement_inv.smartfilter.syntax import values


class TestCoerce(unittest.TestCase):
    def test_words_and_numbers_without_quotes_have_types(self):
        for raw, expected in (
            ('null', None),
            ('true', True),
            ('false', False),
            ('007', 7),
            ('-3', -3),
            ('+1.50', 1.5),
        ):
            with self.subTest(raw):
                value = values.coerce(ast.Value(raw))
                self.assertEqual(expected, value)
                self.assertIs(type(expected), type(value))

    def test_anything_else_is_a_text(self):
        for raw in ('TRUE', '1e5', '1.', '.5', '٣', 'web', ''):
            self.assertEqual(raw, values.coerce(ast.Value(raw)))

    def test_quotes_make_a_text(self):
        for raw in ('null', 'true', '7'):
            self.assertEqual(
                raw, values.coerce(ast.Value(raw, is_quoted=True))
            )

    def test_a_number_of_many_digits_is_refused_unless_quoted(self):
        raw = '9' * 301
        with self.assertRaisesRegex(errors.BadValue, '300 digits'):
            values.coerce(ast.Value(raw))
        self.assertEqual(raw, values.coerce(ast.Value(raw, is_quoted=True)))
        self.assertEqual(10**299, values.coerce(ast.Value('1' + '0' * 299)))
