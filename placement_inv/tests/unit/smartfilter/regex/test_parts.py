"""The parts of a regular expression, as each engine writes them."""

import re
import string
import unittest

from placement_inv.smartfilter.regex import parts


class TestEscape(unittest.TestCase):
    def test_every_character_matches_itself(self):
        for char in (*string.printable, 'é', '語', '\x7f'):
            with self.subTest(char):
                self.assertIsNotNone(re.fullmatch(parts.escape(char), char))

    def test_letters_and_digits_are_not_escaped(self):
        for char in 'aZ9_ é':
            self.assertEqual(char, parts.escape(char))


class TestPart(unittest.TestCase):
    def test_the_same_text_wraps_that_of_each_engine(self):
        part = parts.Part(('a', 'b', 'c'), empty=False)
        result = part.wrap('(?:', ')')
        self.assertEqual(('(?:a)', '(?:b)', '(?:c)'), result.texts)
        self.assertFalse(result.empty)

    def test_a_part_knows_dots_and_anchors(self):
        anything = parts.Part(('.', '.', '.'))
        start = parts.Part(parts.ASSERTIONS['^'])
        end = parts.Part(parts.ASSERTIONS['$'])
        for part, expected in (
            (anything, (True, False, False)),
            (start, (False, True, False)),
            (end, (False, False, True)),
            (parts.Part(('a', 'a', 'a')), (False, False, False)),
        ):
            self.assertEqual(
                expected, (part.reads_anything, part.is_start, part.is_end)
            )


class TestInPython(unittest.TestCase):
    def test_only_word_characters_differ_in_python(self):
        self.assertEqual('[0-9]', parts.atom_in_python('[0-9]'))
        self.assertIn(r'\p{L}', parts.atom_in_python(r'\w'))
        self.assertTrue(parts.atom_in_python(r'\W').startswith('[^'))
        self.assertEqual('a-z', parts.set_item_in_python('a-z'))
        self.assertIn(r'\p{L}', parts.set_item_in_python(r'\w'))
