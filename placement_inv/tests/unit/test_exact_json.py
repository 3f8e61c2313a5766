import json

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv import exact_json

_INTEGERS = st.one_of(
    st.integers(),
    st.sampled_from([53, 63, 64, 128, 1023]).flatmap(
        lambda bits: st.integers(2**bits - 2, 2**bits + 2)
    ),
).flatmap(lambda number: st.sampled_from([number, -number]))
_VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        _INTEGERS,
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(codec='utf-8')),
    ),
    lambda values: st.one_of(
        st.lists(values), st.dictionaries(st.text(max_size=3), values)
    ),
    max_leaves=10,
)


class TestExactJson(testtools.TestCase):
    @hypothesis.given(_VALUES)
    def test_values_are_read_as_they_were_written(self, value):
        for text in (exact_json.dumps(value), json.dumps(value).encode()):
            # As texts, 1 and 1.0 and True differ.
            self.assertEqual(repr(value), repr(exact_json.loads(text)))

    def test_what_is_no_json_is_refused_by_its_place(self):
        for text in (
            'NaN',
            '-Infinity',
            '1e400',
            '-1e400',
            str(2**1024),
            f'[{"1" * 25}, 1e400]',
            f'[{"1" * 25}, NaN]',
            '"\\ud800"',
            f'["{"1" * 25}", "\\udc00"]',
        ):
            error = self.assertRaises(
                ValueError, exact_json.loads, f'{{"a":\n {text}}}'.encode()
            )
            self.assertIn('line 2 column', str(error))

    def test_lone_surrogates_are_written(self):
        self.assertEqual(b'["\\ud800"]', exact_json.dumps(['\ud800']))
