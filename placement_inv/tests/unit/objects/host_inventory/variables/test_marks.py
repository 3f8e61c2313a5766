"""Marks stay on all but plain texts, and searches ignore them."""

import json

import hypothesis
from hypothesis import strategies as st
import testtools

from placement_inv.objects.host_inventory.variables import marks
from placement_inv.objects.host_inventory.variables import text as variables

_UNSAFE, _VAULT = marks.UNSAFE, marks.VAULT

#: Texts that an engine could read as a template or an expression.
ODD = (
    '{{ x }}', 'a {% if x %}', '{# x', '{{', '}}', '{', '%}', '#}', 'a{b',
    "#jinja2:variable_start_string:'[['\n[[ x }}", '#jinja2:', '#', ' #x',
    "#jinja2: line_statement_prefix:'@'\n@ set x = 1", '<% x %>', '${x}',
    '[[ x ]]', "lookup('pipe', 'id')", 'x()', 'a|b', '(', '$x', 'a\nb',
    '\uff5b\uff5b x \uff5d\uff5d', '\u2774x', 'x;y', '`x`', '!x', '%x', '\0',
    '"x"', "'x'", '\\x', 'a\n', '\u2028', '\ufeff', '~x', '*x', '&x', 'a?b',
)  # fmt: skip
PLAIN = (
    '', 'web', 'web-1.example.org', '10.0.0.1/24', 'fe80::1', 'a=b', '1+1',
    'x, y', 'ops@example.org', 'Débian 12', '\u9ed2', '3.10', 'https://x/y',
    'true', '_x', ' ',
)  # fmt: skip


def _value(text):
    return marks.normalize({'v': text})['v']


_KEYS = st.sampled_from(
    (_UNSAFE, _VAULT, '__ansible_type', 'a', '{{ x }}', '#jinja2:', 'b(')
)
_TEXTS = st.one_of(st.sampled_from((*ODD, *PLAIN)), st.text(max_size=8))
_DOCUMENTS = st.dictionaries(
    st.one_of(_KEYS, st.text(max_size=4)),
    st.recursive(
        st.one_of(_TEXTS, st.integers(), st.none(), st.booleans()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(_KEYS, inner, max_size=3),
        ),
        max_leaves=12,
    ),
    max_size=3,
)


def _texts(value, is_marked=False):
    """List (text, whether Ansible reads it as marked) of all texts."""
    if isinstance(value, str):
        return [(value, is_marked)]
    if isinstance(value, list):
        return [each for item in value for each in _texts(item, is_marked)]
    if not isinstance(value, dict):
        return []
    if _UNSAFE in value:
        return _texts(value[_UNSAFE], True)
    return [
        each for item in value.values() for each in _texts(item, is_marked)
    ]


def _objects(value):
    if isinstance(value, list):
        return [each for item in value for each in _objects(item)]
    if not isinstance(value, dict):
        return []
    inner = [each for item in value.values() for each in _objects(item)]
    return [value, *inner]


class TestNormalized(testtools.TestCase):
    def test_a_plain_text_loses_its_mark(self):
        for text in PLAIN:
            self.assertEqual(text, _value({_UNSAFE: text}), text)

    def test_every_other_text_keeps_its_mark(self):
        for text in ODD:
            self.assertEqual({_UNSAFE: text}, _value({_UNSAFE: text}), text)

    def test_a_text_without_a_mark_gets_none(self):
        for text in (*ODD, *PLAIN):
            self.assertEqual(text, _value(text))

    def test_marks_at_any_depth(self):
        self.assertEqual(
            {'a': ['x', {'b': {_UNSAFE: '{'}}]},
            _value({'a': [{_UNSAFE: 'x'}, {'b': {_UNSAFE: '{'}}]}),
        )

    def test_a_mark_of_a_list_or_object_marks_the_texts_inside(self):
        for value, expected in (
            (1, 1),
            (None, None),
            ({_UNSAFE: '{'}, {_UNSAFE: '{'}),
            ({_UNSAFE: {_UNSAFE: 'x'}}, 'x'),
            (['{', 'x', 1], [{_UNSAFE: '{'}, 'x', 1]),
            ({'a': '{'}, {'a': {_UNSAFE: '{'}}),
            ({_VAULT: '$A;1'}, {_UNSAFE: '$A;1'}),
        ):
            self.assertEqual(expected, _value({_UNSAFE: value}), value)

    def test_other_members_of_a_mark_are_removed(self):
        self.assertEqual(
            {_UNSAFE: '{'}, _value({'more': '{{ x }}', _UNSAFE: '{'})
        )

    def test_a_secret_stays_a_secret(self):
        secret = {_VAULT: '$ANSIBLE_VAULT;1.1;AES256\n31'}
        self.assertEqual(secret, _value(secret))
        self.assertEqual(secret, _value({**secret, 'more': 1}))
        self.assertEqual({_UNSAFE: '{'}, _value({_VAULT: ['{']})[0])

    def test_a_variable_with_the_name_of_a_mark_is_removed(self):
        self.assertEqual(
            {'a': 1},
            marks.normalize({_UNSAFE: 'x', _VAULT: 'x', 'a': 1}),
        )

    def test_other_reserved_members_are_removed(self):
        value = {'__ansible_type': 'x', 'value': 'y'}
        self.assertEqual({'value': 'y'}, _value(value))

    @hypothesis.given(_DOCUMENTS)
    def test_the_result_for_any_document_is_stable(self, document):
        result = marks.normalize(document, marks.is_safe_key)
        self.assertEqual(result, marks.normalize(result, marks.is_safe_key))
        for text, is_marked in _texts(result):
            self.assertIsInstance(text, str)
            if is_marked:
                self.assertFalse(marks.is_plain(text))
        for each in _objects(list(result.values())):
            names = [name for name in each if name.startswith('__ansible_')]
            if names:
                # Some versions refuse an inventory with other forms of marks.
                ((name, value),) = each.items()
                self.assertIn(name, (_UNSAFE, _VAULT))
                self.assertIsInstance(value, str)
            else:
                self.assertTrue(all(map(marks.is_safe_key, each)), each)

    @hypothesis.given(_DOCUMENTS)
    def test_only_plain_texts_lose_their_marks(self, document):
        values = list(document.values())
        before = [text for text, is_marked in _texts(values) if not is_marked]
        for text, is_marked in _texts(marks.normalize(document)):
            if not is_marked and not marks.is_plain(text):
                self.assertIn(text, before)


class TestPlain(testtools.TestCase):
    @hypothesis.given(st.text())
    def test_no_text_that_an_engine_evaluates_is_plain(self, text):
        if marks.is_plain(text):
            self.assertFalse(marks.is_template(text))
            for char in text:
                self.assertTrue(char.isalnum() or char in '_ ./:,@+=-', char)
        for odd in ('{{', '{%', '{#', '(', '|', '#jinja2:'):
            self.assertFalse(marks.is_plain(odd + text))
            self.assertFalse(marks.is_plain(text + odd))

    def test_keys(self):
        for name in ('a', 'é', '/mnt/a b', 'BASH_FUNC_x%%', 'a.b', '[1]', '-'):
            self.assertTrue(marks.is_safe_key(name), name)
        for name in (
            '{{ x }}', '{', 'a}', '#jinja2:', 'a#', 'x()', 'a\nb', '\0',
            _UNSAFE, '__ansible_type',
        ):  # fmt: skip
            self.assertFalse(marks.is_safe_key(name), name)


class TestMayBeIn(testtools.TestCase):
    def test_escapes_do_not_hide_a_mark(self):
        for key_text in (
            '__ansible_unsafe',
            r'_\u005fansible_unsafe',
            r'_\u005Fansible_unsafe',
            r'__\x61nsible_unsafe',
            r'__\U00000061nsible_unsafe',
            '_\\\n  _ansible_unsafe',
            '_\\\r\n  _ansible_unsafe',
            '_\\\u2028  _ansible_unsafe',
        ):
            # YAML needs its long form for keys of several lines.
            text = f'a:\n  ? "{key_text}"\n  : x'
            self.assertEqual(
                {'a': {_UNSAFE: 'x'}}, variables.parse(text), text
            )
            self.assertTrue(marks.may_be_in(text), text)

    def test_usual_texts_need_no_search_for_marks(self):
        for value in ('é', 'a\nb', 'C:\\x', '"', '_ansible', '\u2028'):
            self.assertFalse(marks.may_be_in(json.dumps({'a': value})), value)


class TestBare(testtools.TestCase):
    def test_unwrap_returns_the_value_inside_marks(self):
        self.assertEqual(
            {'a': '{{ x }}', 'b': ['y', {'c': 'z'}], 'd': {_VAULT: '$'}},
            marks.strip_marks_of_variables(
                {
                    'a': {_UNSAFE: {_UNSAFE: '{{ x }}'}},
                    'b': [{_UNSAFE: 'y'}, {'c': {_UNSAFE: 'z', 'more': 1}}],
                    'd': {_VAULT: '$'},
                }
            ),
        )


class TestFacts(testtools.TestCase):
    def test_strip_marks_removes_all_marks(self):
        self.assertEqual(
            {'a': ['web'], 'b': '{{ x }}', 'n': 1},
            marks.clean_facts(
                {'a': ['web'], 'b': {_UNSAFE: '{{ x }}'}, 'n': 1}
            ),
        )

    def test_marks_secrets_and_tags_are_removed_from_facts(self):
        self.assertEqual(
            {'a': {'value': 'x'}, 'b': {}},
            marks.clean_facts(
                {
                    'a': {'__ansible_type': 'T', 'value': 'x', 'tags{': 1},
                    'b': {_VAULT: 'x'},
                    '{{ x }}': 1,
                    _UNSAFE: 'x',
                }
            ),
        )

    @hypothesis.given(_DOCUMENTS)
    def test_every_name_is_safe(self, document):
        self.assertEqual(
            [],
            [
                name
                for each in _objects(marks.clean_facts(document))
                for name in each
                if not marks.is_safe_key(name)
            ],
        )
