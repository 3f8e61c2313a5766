"""Regular expressions in the syntax of each engine."""

import unittest

import regex as engine

from placement_inv.smartfilter.regex import portable

# pattern: the patterns for PostgreSQL and for PCRE
WRITTEN = {
    'n0[12]': ('n0[12]', 'n0[12]'),
    '^n$': ('^n$', r'^n\z'),
    r'\An\Z': ('^n$', r'^n\z'),
    '(a|b)': ('(?:a|b)', '(?:a|b)'),
    r'\bweb\b': (r'\yweb\y', r'\bweb\b'),
    r'\d\D': ('[0-9][^0-9]', '[0-9][^0-9]'),
    'a+?': ('a+', 'a+'),
    '[[:digit:]_]': ('[0-9_]', '[0-9_]'),
    '[]a-c-]': (r'[\]a-c\-]', r'[\]a-c\-]'),
    r'\.\/': (r'\.\/', r'\.\/'),
}

# pattern: the offset of the error
REFUSED = {
    '[': 0,
    'a[b-a]': 2,
    '(a': 0,
    'a)': 1,
    '*a': 0,
    'a**': 2,
    '^*': 0,
    'a{2,1}': 1,
    'a{256}': 1,
    'a{': 1,
    'a\\': 1,
    r'(a)\1': 3,
    '(?P<n>a)': 0,
    '(?<=a)b': 0,
    r'\q': 0,
    '[[:nope:]]': 3,
    '(' * 21 + ')' * 21: 21,
    'a' * 513: 512,
}

# Patterns that backtracking engines never finish, and similar ones.
ENDLESS = [
    '(a+)+',
    '(a|a)+',
    '(a|A)*',
    '(a|b|ab)*',
    '(.*a)+',
    '([a-z.]+\\.)+com',
    r'(?:\w+\s?)*x',
    '(a{1,3}){1,50}',
    '(?!(a+)+)b',
    '((ab)+(ab)*)+',
    '(a?){20}',
    '(a*)*',
    '(x|y|)+',
    '.*a.*b.*c.*d.*e',
    '((a{50}){50}){50}',
]
ENDING = [
    '(ab|cd)+',
    '(a|ab)+c',
    r'^(\d{1,3}\.){3}\d{1,3}$',
    r'([a-z]+\.)+com',
    r'(?:\w+\s)*x',
    r'(\w+-)*\w+',
    '(foo|foobar)+',
    '((ab)+c)+',
    '[a-z]{200}',
    '.*web.*prod.*',
]


class TestPortable(unittest.TestCase):
    def test_each_engine_has_its_syntax(self):
        for pattern, expected in WRITTEN.items():
            with self.subTest(pattern):
                regex = portable.translate(pattern)
                pcre = regex.pcre.removeprefix('(*UCP)(?s-i)')
                self.assertEqual(expected, (regex.postgresql, pcre))
                engine.compile(regex.python)

    def test_an_invalid_pattern_is_refused(self):
        for pattern, offset in REFUSED.items():
            with self.subTest(pattern):
                with self.assertRaises(portable.RegexError) as caught:
                    portable.translate(pattern)
                self.assertEqual(offset, caught.exception.offset)

    def test_an_endless_pattern_is_refused(self):
        for pattern in ENDLESS:
            with self.subTest(pattern):
                self.assertRaises(
                    portable.RegexError, portable.translate, pattern
                )

    def test_which_patterns_read_a_text_again(self):
        for pattern in ('a+b', 'a*b', 'a{2,}b', 'a{0,9}b', '^(a|b)+$'):
            self.assertTrue(portable.translate(pattern).reads_again, pattern)
        for pattern in ('ab', 'a{3}b', '^colou?r$', 'a|b', '.*a.*'):
            self.assertFalse(portable.translate(pattern).reads_again, pattern)

    def test_similar_patterns_are_accepted(self):
        for pattern in ENDING:
            with self.subTest(pattern):
                self.assertTrue(portable.translate(pattern).python)

    def test_case_may_be_ignored(self):
        self.assertTrue(portable.translate('(?i)a').insensitive)
        self.assertTrue(portable.translate('a', True).insensitive)
        self.assertFalse(portable.translate('a').insensitive)
        self.assertEqual('a', portable.translate('(?i)a').postgresql)
