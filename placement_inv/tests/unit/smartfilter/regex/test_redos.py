"""Patterns on which engines can take too long are refused, no others."""

import re
import sys
import unittest

import hypothesis
from hypothesis import strategies as st
import regex as engine

from placement_inv.smartfilter.regex import portable
from placement_inv.tests.unit.smartfilter import stepping

_BEFORE = 'this repeat can read the same as a repeat before it'
_WAYS = 'together with what is before it'

# pattern: (what is wrong, the offset of the second repeat)
POLYNOMIAL = {
    'a*a*a*a*b': (_BEFORE, 2),
    'a*a*b': (_BEFORE, 2),
    r'^\s+\s*$': (_BEFORE, 4),
    r'\w+\d+$': (_BEFORE, 3),
    'x[a-z]*-?[a-c]*y': (_BEFORE, 9),
    'a*b?a*c': (_BEFORE, 4),
    'a*(b|)a*c': (_BEFORE, 6),
    'a*(b|a)a*c': (_BEFORE, 7),
    '(ab)*(ab)*c': (_BEFORE, 5),
    'x(a*)(b|(a*))c': (_BEFORE, 9),
    '(.*)(.*)x': (_BEFORE, 5),
    '(?=a*a*b)c': (_BEFORE, 5),
    '(?!a*a*b)c': (_BEFORE, 5),
    r'[^\n]*x.*y[a-z]*z': (_BEFORE, 7),
    '(a*)(?!a*)': (_BEFORE, 7),
    'a+(?=b?a*c)': (_BEFORE, 7),
    'a+a{0,255}b': (None, 0),
    'a{0,100}a{0,100}b': (_WAYS, 8),
    'a{1,200}b?a{1,200}c': (_WAYS, 10),
    'a?' * 30 + 'b': (_WAYS, 58),
    '(a|a)' * 20 + 'b': (_WAYS, 23),
    '(|)' * 20 + 'b': (_WAYS, 0),
    '(a|b|ab)' * 9 + 'c': (_WAYS, 29),
}

# Similar patterns that read each text in few ways.
ACCEPTED = [
    '.*web.*',
    '^.*web.*$',
    'web.*prod.*east',
    r'^web-\d+.*$',
    r'^web.*\d+$',
    r'web\d+\.example\.(org|com)',
    r'[a-z]+-\w+',
    r'^\s*\S+\s*$',
    r'\d{1,3}\.?\d{1,3}',
    r'^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
    '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}',
    r'(?=.*web)(?=.*prod)',
    '^(?!.*test).*web',
    '(web|db|app)?-?(prod|stage)?',
    'a{0,5}a{0,5}b',
    'a*ba*c',
    '(foo|foobar)x?',
    '(' + '|'.join(f'host{number:02d}' for number in range(70)) + ')',
]

# pattern: the patterns for Python and for PostgreSQL
REWRITTEN = {
    '.*web.*': ('web', 'web'),
    '^.*web.*$': ('web', 'web'),
    '^.+web.{2,}': ('.web.{2}', '.web.{2}'),
    '.*a|b.*': ('a|b', 'a|b'),
    'a.*b+c': ('a.*bc', 'a.*bc'),
    'a[bc]?.*d': ('a.*d', 'a.*d'),
    'a.*.+b': ('a.+b', 'a.+b'),
    'a.*b.*c': ('a(?>.*?b).*c', 'a.*b.*c'),
    '(a.*(b|c)d{2}.*e)': (
        '(?:a(?>.*?(?:b|c)d{2}).*e)',
        '(?:a.*(?:b|c)d{2}.*e)',
    ),
    # Some texts of the middle are longer: the first is not the shortest.
    'a.*(b|cd).*e': None,
    'a{0}b': ('b', 'b'),
    '(a*)?b': ('(?:a*)b', '(?:a*)b'),
    '(?=.*a.*)b': ('(?=(?>.*?a).*)b', '(?=.*a.*)b'),
}

_ATOMS = st.sampled_from(['a', 'b', '.', '[ab]', '[^a]', r'\w', 'c'])
_COUNTS = st.sampled_from(['', '', '', '*', '+', '?', '{2}', '{0,2}', '{1,}'])


def _larger(inner):
    sequences = st.lists(inner, min_size=1, max_size=4).map(''.join)
    alternatives = st.lists(sequences, min_size=1, max_size=3).map('|'.join)
    opening = st.sampled_from(['(', '(', '(', '(?=', '(?!'])
    groups = st.tuples(opening, alternatives).map(
        lambda parts: parts[0] + parts[1] + ')'
    )
    repetitions = st.tuples(alternatives, _COUNTS).map('({0[0]}){0[1]}'.format)
    return st.one_of(sequences, groups, repetitions)


_PIECES = st.recursive(
    st.tuples(_ATOMS, _COUNTS).map(''.join), _larger, max_leaves=8
)
PATTERNS = st.tuples(
    st.sampled_from(['', '', '^']),
    st.lists(_PIECES, min_size=1, max_size=4).map(''.join),
    st.sampled_from(['', '', '$']),
).map(''.join)
_TEXTS = st.text('abcd\n', max_size=9)
_PUMPS = st.text('abc', min_size=1, max_size=3)


def _translate(pattern):
    try:
        return portable.translate(pattern)
    except portable.RegexError:
        hypothesis.reject()


class TestAmbiguity(unittest.TestCase):
    def test_repeats_that_share_a_text_are_refused_at_the_second(self):
        for pattern, (message, offset) in POLYNOMIAL.items():
            with self.subTest(pattern):
                with self.assertRaises(portable.RegexError) as caught:
                    portable.translate(pattern)
                if message:
                    self.assertIn(message, caught.exception.message)
                    self.assertEqual(offset, caught.exception.offset)

    def test_other_patterns_are_translate(self):
        for pattern in ACCEPTED:
            with self.subTest(pattern):
                self.assertIsNotNone(portable.translate(pattern))

    def test_parts_that_any_text_makes_redundant_are_dropped(self):
        for pattern, expected in REWRITTEN.items():
            with self.subTest(pattern):
                if expected is None:
                    self.assertRaises(
                        portable.RegexError, portable.translate, pattern
                    )
                    continue
                translation = portable.translate(pattern)
                python = translation.python.removeprefix('(?s)')
                self.assertEqual(expected, (python, translation.postgresql))

    def test_the_analysis_ends(self):
        for pattern in ('a?' * 250, '(a|aa)' * 80, '[a-z]?' * 80, '(|)' * 170):
            with self.subTest(pattern):
                self.assertRaises(
                    portable.RegexError, portable.translate, pattern
                )

    @hypothesis.given(PATTERNS, st.lists(_TEXTS, min_size=5, max_size=9))
    def test_the_rewritten_pattern_matches_the_same_texts(
        self, pattern, texts
    ):
        rewritten_pattern = engine.compile(_translate(pattern).python)
        # Python's own $ also stands before a newline at the end.
        plain = re.compile(pattern.replace('$', r'\Z'), re.DOTALL)
        for text in texts:
            self.assertEqual(
                plain.search(text) is not None,
                rewritten_pattern.search(text) is not None,
                text,
            )

    @hypothesis.given(PATTERNS, _TEXTS, _PUMPS, _TEXTS)
    @hypothesis.settings(max_examples=150)
    def test_twice_the_text_takes_at_most_four_times_the_steps(
        self, pattern, before, pump, after
    ):
        rewritten_pattern = _translate(pattern).python.removeprefix('(?s)')
        depth = sys.getrecursionlimit()
        sys.setrecursionlimit(20_000)
        try:
            once, twice = (
                stepping.steps(
                    rewritten_pattern, before + pump * number + after
                )
                for number in (24, 48)
            )
        finally:
            sys.setrecursionlimit(depth)
        # Twice a cubic pattern would take eight times as many.
        self.assertLess(twice, 5 * once + 2000)
