"""Canonical texts, and that they mean what was written."""

import unittest

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from placement_inv import smartfilter
from placement_inv.smartfilter import ast

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
    _KEYS.filter(bool),
    st.one_of(
        st.builds(ast.Value, _WORDS),
        st.builds(ast.Value, _QUOTABLE, st.just(True)),
    ),
)
TREES = st.recursive(
    _TERMS,
    lambda nodes: st.builds(
        ast.joined,
        st.sampled_from([ast.And, ast.Or]),
        st.lists(nodes, min_size=2, max_size=3),
    ),
    max_leaves=6,
)


class TestPrinter(unittest.TestCase):
    def test_texts(self):
        for text, expected in TEXTS.items():
            with self.subTest(text):
                parsed = smartfilter.parse(text)
                self.assertEqual(expected, smartfilter.to_text(parsed))

    @given(TREES)
    @settings(max_examples=150, deadline=None)
    def test_a_printed_tree_is_read_back(self, tree):
        written = smartfilter.to_text(
            ast.Filter(tree, smartfilter.Language.AWX)
        )
        self.assertEqual(tree, smartfilter.parse(written).root, written)

    @given(st.text('ab_"=() andor\n[]1', max_size=24))
    @settings(max_examples=150, deadline=None)
    def test_any_text_is_an_error_or_read_back(self, text):
        try:
            parsed = smartfilter.parse(text)
        except smartfilter.FilterError as error:
            self.assertLessEqual(error.position, len(text))
            self.assertIn(error.message, error.render())
            return
        again = smartfilter.parse(smartfilter.to_text(parsed))
        self.assertEqual(parsed, again)
