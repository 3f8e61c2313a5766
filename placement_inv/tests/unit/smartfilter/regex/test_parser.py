"""Parsing of regular expressions in the syntax that all engines share."""

import unittest

from placement_inv.smartfilter.regex import parser
from placement_inv.smartfilter.regex import parts


def _read(pattern):
    return parser.Reader(pattern, 0).read()


class TestReader(unittest.TestCase):
    def test_patterns_of_all_engines_are_read(self):
        for pattern, text in (
            ('abc', 'abc'),
            ('a|b', 'a|b'),
            ('(?:ab){2}c', '(?:ab){2}c'),
            ('(ab)c', '(?:ab)c'),
            ('[[:digit:]x]', '[0-9x]'),
            (r'a\.b', r'a\.b'),
            ('a+?b', 'a+b'),
            ('(?=a)b', '(?=a)b'),
        ):
            with self.subTest(pattern):
                self.assertEqual(text, _read(pattern).texts[2])

    def test_an_invalid_pattern_is_refused_with_the_offset(self):
        for pattern, offset, message in (
            ('a)', 1, 'unbalanced'),
            ('(a', 0, 'not closed'),
            ('*a', 0, 'nothing to repeat'),
            ('^*', 0, 'nothing to repeat'),
            ('a**', 2, 'multiple repeat'),
            ('(a*)*', 0, 'can be empty'),
            ('a[b', 1, 'unterminated'),
            ('a[z-a]', 2, 'range'),
            ('[[:nothing:]]', 3, 'unknown character class'),
            ('a{,2}', 1, 'must be written'),
            ('a{3,2}', 1, 'begins above'),
            ('a{256}', 1, '255 repeats'),
            ('a\\', 1, 'backslash'),
            (r'a\k', 1, 'not supported'),
            ('(?P<x>a)', 0, 'not supported'),
            ('a*b*c*d*e*', 8, 'unbounded'),
            ('(' * 21 + 'a' + ')' * 21, 21, 'deeply'),
        ):
            with (
                self.subTest(pattern),
                self.assertRaisesRegex(parts.RegexError, message) as caught,
            ):
                _read(pattern)
            self.assertEqual(offset, caught.exception.offset)
