"""Variables as users and attackers write them."""

import json

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import testtools

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import text as variables

_SAYS = (
    ('', {}),
    ('  \n', {}),
    ('---', {}),
    ('{}', {}),
    ('""', {}),
    ('null', {}),
    ('{"a": 1, "a": 2}', {'a': 2}),
    ('---\na: 1\nb:\n  - c\n', {'a': 1, 'b': ['c']}),
    ('a: &x {b: 1}\nc: *x', {'a': {'b': 1}, 'c': {'b': 1}}),
    (
        'a: &x {b: 1}\nc: {<<: *x, d: 2}',
        {'a': {'b': 1}, 'c': {'b': 1, 'd': 2}},
    ),
    ('1: one\nno: yes', {'1': 'one', 'false': True}),
    ('at: 12:30\nfor: 190:20:30', {'at': 750, 'for': 685230}),
    ('0x10: a\n1.5: b\n12:30: c', {'16': 'a', '1.5': 'b', '750': 'c'}),
    # As keys of a Python dictionary, these two are equal.
    ('1: one\ntrue: yes', {'1': 'one', 'true': True}),
    ('a: &x 1\n*x : 2', {'a': 1, '1': 2}),
    (
        'a: &x {1: 2}\nb: {<<: *x, 3: 4}',
        {'a': {'1': 2}, 'b': {'1': 2, '3': 4}},
    ),
    ('%TAG !t! tag:yaml.org,2002:\n--- {a: !t!str 1}', {'a': '1'}),
    (
        'big: 123456789012345678901234567890',
        {'big': 123456789012345678901234567890},
    ),
    ('Grüße: "🐎"', {'Grüße': '🐎'}),
)

_DEEP = 65
_UNREADABLE = (
    '{bad: [1',
    'a: 1\n---\nb: 2',
    'b: {{ x }}',
    'x: !!python/object/apply:os.system ["true"]',
    'x: !!bool perhaps',
    'x: !!timestamp never',
    'a: 2020-13-45',
    '? [a, b]\n: 1',
    'a: &a [*a]',
    '\x07',
    'x: ' + '9' * 5000,
    'x: 1' + ':1' * 600,
    'x: 1' + ':1' * 600 + '.5',
    'x: 0x' + 'f' * 5000,
    'x: !!int "1' + ':1' * 600 + '"',
    'x: !!int {=: "1' + ':1' * 600 + '"}',
    ''.join(f'%TAG !{n}! x\n' for n in range(17)) + '--- {a: 1}',
    'x: {' + '<<: {}, ' * 65 + '}',
    '[' * 100_000,
    'a: ' + '[' * 100_000,
    '- ' * 10_000,
    '{"a":' * 100_000,
    'k: ' + 'v' * 1024 * 1024,
)

_INCOMPATIBLE = (
    'born: 2020-02-02',
    'x: .nan',
    'x: .inf',
    '{"a": NaN}',
    '{"a": 1e999}',
    'x: !!binary aGk=',
    'x: !!set {a, b}',
    '? 2020-01-01\n: 1',
    'x: 0x' + 'f' * 500,
    '{"a":' * _DEEP + '1' + '}' * _DEEP,
)


def _bomb(levels=9, width=9):
    lines = ['a0: &a0 [x, x]']
    for level in range(1, levels):
        copies = ', '.join([f'*a{level - 1}'] * width)
        lines.append(f'a{level}: &a{level} [{copies}]')
    return '\n'.join(lines)


def _merging_bomb(levels=60):
    lines = ['a0: &a0 {x: 1}']
    for level in range(1, levels):
        below = f'*a{level - 1}'
        lines.append(f'a{level}: &a{level} {{<<: [{below}, {below}]}}')
    return '\n'.join(lines)


class TestParse(testtools.TestCase):
    def test_mappings_of_texts(self):
        for text, expected in _SAYS:
            self.assertEqual(expected, variables.parse(text), text)

    def test_an_unreadable_text_is_refused_as_json_and_as_yaml(self):
        for text in _UNREADABLE:
            error = self.assertRaises(
                errors.InvalidVariables, variables.parse, text
            )
            (sentence,) = error.fields['variables']
            self.assertTrue(
                sentence.startswith('Cannot parse as JSON (error: '),
                sentence[:200],
            )
            self.assertIn(') or YAML (error: ', sentence)

    def test_values_that_json_cannot_hold_are_refused(self):
        for text in _INCOMPATIBLE:
            error = self.assertRaises(
                errors.InvalidVariables, variables.parse, text
            )
            self.assertTrue(
                str(error).startswith(
                    'Variables not compatible with JSON standard (error: '
                ),
                text[:40],
            )

    def test_an_infinite_number_is_refused_with_its_place(self):
        for text, place in (
            ('{"a": [0, {"b": 1e400}]}', 'a.1.b'),
            ('{"a": NaN}', 'a'),
            ('a: {b: [.inf]}', 'a.b.0'),
            (f'a: 0x1{"0" * 256}', 'a'),
        ):
            error = self.assertRaises(
                errors.InvalidVariables, variables.parse, text
            )
            self.assertTrue(str(error).endswith(f' at {place})'), error)

    def test_a_number_that_is_too_long_is_refused_with_its_place(self):
        error = self.assertRaises(
            errors.InvalidVariables,
            variables.parse,
            'a: 1\nb: 1' + ':1' * 600,
        )
        self.assertIn(
            'a number has too many digits in line 2, column 4', str(error)
        )

    def test_only_mappings_are_variables(self):
        for text, name in (('[1]', 'list'), ('5', 'int'), ('x', 'str')):
            error = self.assertRaises(
                errors.InvalidVariables, variables.parse, text
            )
            self.assertIn(
                f'Input type `{name}` is not a dictionary', str(error)
            )

    def test_aliases_do_not_explode(self):
        for text in (_bomb(), _merging_bomb()):
            self.assertRaises(errors.InvalidVariables, variables.parse, text)

    def test_stored_text_without_a_mapping_is_empty(self):
        self.assertEqual({}, variables.parse_stored('[1'))
        self.assertEqual({'a': 1}, variables.parse_stored('a: 1'))


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


class TestLaws(testtools.TestCase):
    @given(st.dictionaries(st.text(max_size=4), _VALUES, max_size=4))
    def test_a_mapping_survives_its_text(self, mapping):
        text = variables.to_text(mapping)
        self.assertEqual(mapping, variables.parse(text))
        self.assertEqual(mapping, json.loads(text))

    @settings(max_examples=200)
    @given(st.text(max_size=40))
    def test_any_text_is_a_mapping_or_refused(self, text):
        try:
            value = variables.parse(text)
        except errors.InvalidVariables:
            return
        self.assertEqual(value, json.loads(json.dumps(value)))


class TestToText(testtools.TestCase):
    def test_a_mapping_that_json_cannot_hold_is_refused(self):
        deep = {}
        for _ in range(100):
            deep = {'a': deep}
        for mapping in (deep, {'x': float('nan')}):
            self.assertRaises(
                errors.InvalidVariables, variables.to_text, mapping
            )


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


class TestQuickReading(testtools.TestCase):
    @given(st.dictionaries(st.text(), _VALUES), st.booleans())
    @settings(max_examples=200)
    def test_json_is_read_as_python_reads_it(self, document, as_ascii):
        text = json.dumps(document, ensure_ascii=as_ascii)
        # `repr` also distinguishes equal values: 0, 0.0, -0.0 and False.
        self.assertEqual(repr(json.loads(text)), repr(variables.parse(text)))

    def test_numbers_that_parsers_read_differently_are_parsed_by_python(self):
        for text, value in (
            ('{"a": 12345678901234567890}', 12345678901234567890),
            ('{"a": 1e2}', 100.0),
            ('{"a": 7E2}', 700.0),
            ('{"a": -0}', 0),
            ('{"a": -0.0}', -0.0),
            ('{"a": "\\ud800"}', '\ud800'),
        ):
            self.assertEqual(repr(value), repr(variables.parse(text)['a']))
        for text in ('{"a": 1e999}', '{"a": NaN}', '{"a": -Infinity}'):
            self.assertRaises(errors.InvalidVariables, variables.parse, text)


class TestForAnsible(testtools.TestCase):
    def test_marks_have_one_form(self):
        for text, expected in (
            ('', {}),
            ('{"a": "{{ x }}"}', {'a': '{{ x }}'}),
            ('{"a": {"__ansible_unsafe": "web"}}', {'a': 'web'}),
            (
                '{"a": {"__ansible_unsafe": {"b": "{{"}}}',
                {'a': {'b': {'__ansible_unsafe': '{{'}}},
            ),
            (r'a: {"\x5f_ansible_unsafe": 1}', {'a': 1}),
            ('__ansible_unsafe: x', {}),
            ('a: {__ansible_type: x}', {'a': {}}),
            ('{"{{ x }}": {"{{ y }}": 1}}', {'{{ x }}': {'{{ y }}': 1}}),
        ):
            self.assertEqual(expected, variables.parse_for_ansible(text), text)
