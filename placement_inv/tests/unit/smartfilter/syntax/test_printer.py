"""Canonical texts parse to the tree that they were written from."""

import unittest

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from placement_inv import smartfilter
from placement_inv.smartfilter.syntax import ast

TEXTS = {
    'name=a': 'name=a',
    ' ( (name =a) ) ': 'name=a',
    '"name"="a"': 'name="a"',
    'a= "b c" and(d=e)': 'a="b c" and d=e',
    '"a b"=c': '"a b"=c',
    'a=b or (c=d and e=f)': 'a=b or c=d and e=f',
    'a=b and (c=d or e=f)': 'a=b and (c=d or e=f)',
    'a=b) garbage': 'a=b',
}

_WORDS = st.text(
    st.characters(exclude_categories=('Cs', 'Zs', 'Zl', 'Zp', 'Cc')),
    min_size=1,
    max_size=8,
).filter(lambda text: not set(text) & set('()="'))
_QUOTABLE = st.text(
    st.characters(exclude_categories=('Cs',), exclude_characters='"\x00'),
    max_size=8,
)
_KEYS = st.lists(st.one_of(_WORDS, _QUOTABLE), min_size=1, max_size=3).map(
    '__'.join
)


def _key(text):
    return ast.Key(
        tuple(
            ast.Segment(step.removesuffix('[]'), step.endswith('[]'))
            for step in text.split('__')
        )
    )


_TERMS = st.builds(
    lambda key, value: ast.Term(_key(key), '=', (value,)),
    _KEYS.filter(lambda text: text.replace('__', '')),
    st.one_of(
        st.builds(ast.Value, _WORDS),
        st.builds(ast.Value, _QUOTABLE, st.just(True)),
    ),
)
TREES = st.recursive(
    _TERMS,
    lambda nodes: st.builds(
        ast.combine,
        st.sampled_from([ast.And, ast.Or]),
        st.lists(nodes, min_size=2, max_size=3),
    ),
    max_leaves=6,
)

AWX, EXTENDED = smartfilter.Language

EXTENDED_TEXTS = {
    'NOT a=b AND c=d': 'not a=b and c=d',
    'not (a=b and c=d)': 'not (a=b and c=d)',
    'not (a=b)': 'not a=b',
    'not (not a=b)': 'not (not a=b)',
    "a= 'b'": 'a="b"',
    'a>=1 or b!=2': 'a >= 1 or b != 2',
    'a in(b,"c d" , \'e\')': 'a in (b, "c d", "e")',
    'a not in (b)': 'not a in (b)',
    'a NOT EXISTS': 'not a exists',
    r'a="\"\\\d"': r'a="\"\\\\d"',
    r"a='\'\"'": '''a="'\\""''',
    "'a b'=c": '"a b"=c',
    "a__'b__c'[]__d=1": 'a__"b__c"[]__d=1',
    '"a"__b=1': '"a"__b=1',
}

_EXTENDED_WORDS = _WORDS.filter(lambda text: not set(text) & set("'!<>,"))
_QUOTED_EXTENDED = st.builds(
    ast.Value,
    st.text(
        st.characters(exclude_categories=('Cs',), exclude_characters='\x00'),
        max_size=8,
    ),
    st.just(True),
)
_EXTENDED_VALUES = _QUOTED_EXTENDED | st.builds(ast.Value, _EXTENDED_WORDS)
_EXTENDED_SEGMENTS = st.builds(
    ast.Segment,
    _EXTENDED_WORDS.filter(
        lambda text: not text.endswith('[]') and '_' not in text
    ),
    st.booleans(),
) | st.builds(
    lambda value, each: ast.Segment(value.raw, each, True),
    _QUOTED_EXTENDED,
    st.booleans(),
)
# A key of one quoted step has no literal steps, as in AWX.
_EXTENDED_KEYS = st.builds(
    lambda first, rest: ast.Key((first, *rest)),
    _EXTENDED_SEGMENTS.filter(
        lambda segment: (
            not segment.is_literal and segment.name.lower() not in ('not', '')
        )
    ),
    st.lists(_EXTENDED_SEGMENTS, max_size=2),
)
_EXTENDED_TERMS = st.one_of(
    st.builds(
        lambda key, operator, value: ast.Term(key, operator, (value,)),
        _EXTENDED_KEYS,
        st.sampled_from(['=', '!=', '>', '>=', '<', '<=']),
        _EXTENDED_VALUES,
    ),
    st.builds(
        lambda key, values: ast.Term(key, 'in', tuple(values)),
        _EXTENDED_KEYS,
        st.lists(_EXTENDED_VALUES, min_size=1, max_size=3),
    ),
    _EXTENDED_KEYS.map(lambda key: ast.Term(key, 'exists', ())),
)
EXTENDED_TREES = st.recursive(
    _EXTENDED_TERMS,
    lambda nodes: st.one_of(
        st.builds(
            ast.combine,
            st.sampled_from([ast.And, ast.Or]),
            st.lists(nodes, min_size=2, max_size=3),
        ),
        st.builds(ast.Not, nodes),
    ),
    max_leaves=6,
)


class TestPrinter(unittest.TestCase):
    def test_texts(self):
        for text, expected in TEXTS.items():
            with self.subTest(text):
                result = smartfilter.parse(text)
                self.assertEqual(expected, smartfilter.to_text(result))

    def test_extended_texts(self):
        for text, expected in EXTENDED_TEXTS.items():
            with self.subTest(text):
                result = smartfilter.parse(text, EXTENDED)
                self.assertEqual(expected, smartfilter.to_text(result))

    @given(EXTENDED_TREES)
    @settings(max_examples=150)
    def test_a_printed_extended_tree_is_read_back(self, tree):
        printed_text = smartfilter.to_text(ast.Filter(tree, EXTENDED))
        self.assertEqual(
            tree, smartfilter.parse(printed_text, EXTENDED).root, printed_text
        )

    @given(TREES)
    @settings(max_examples=150)
    def test_a_printed_tree_is_read_back(self, tree):
        printed_text = smartfilter.to_text(ast.Filter(tree, AWX))
        self.assertEqual(
            tree, smartfilter.parse(printed_text).root, printed_text
        )

    @given(
        st.lists(
            st.sampled_from(
                ['a', '__', '=', '!=', '>', '(', ')', '"', "'", '\\', ' ',
                 '\n', ' and ', ' or ', 'not ', ' in ', ' exists', ',', '[]']
            ),
            max_size=16,
        ).map(''.join),
        st.sampled_from([AWX, EXTENDED]),
    )  # fmt: skip
    @settings(max_examples=300)
    def test_any_text_is_an_error_or_read_back(self, text, language):
        try:
            result = smartfilter.parse(text, language)
        except smartfilter.FilterError as error:
            self.assertLessEqual(error.position, len(text))
            self.assertIn(error.message, error.render())
            return
        again = smartfilter.parse(smartfilter.to_text(result), language)
        self.assertEqual(result, again)
