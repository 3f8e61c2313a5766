import json
from unittest import mock

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
import testtools

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)
from placement_inv.objects.host_inventory.variables import text as variables

_HOSTS = tables.host_inventory.hosts
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.text(max_size=3), inside, max_size=3)
    ),
    max_leaves=6,
)


def _depth(value):
    inside = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return 0
    return 1 + max(map(_depth, inside), default=0)


class TestOfText(testtools.TestCase):
    def test_texts(self):
        for text, expected in (
            ('', None),
            ('---', None),
            ('{}', None),
            ('a: 1', {'a': 1}),
            ('{"a": 1}', {'a': 1}),
            ('no: mapping: here', None),
            ('{"a": {"__ansible_unsafe": "{{ x }}"}}', {'a': '{{ x }}'}),
            (r'{"a": {"\u005f_ansible_unsafe": "x"}}', {'a': 'x'}),
            (r'a: {"\x5f_ansible_unsafe": [b]}', {'a': ['b']}),
            ('a: {b: [{__ansible_unsafe: "{"}]}', {'a': {'b': ['{']}}),
            (
                '{"a": {"__ansible_vault": "$"}}',
                {'a': {'__ansible_vault': '$'}},
            ),
            ('[1]', None),
            ('{"a": "\\u0000"}', {'a': '\ufffd'}),
            ('{"\\ud83d\\ude00": 1}', {'\U0001f600': 1}),
            ('{"a": "NaN"}', {'a': 'NaN'}),
            ('{"a": NaN}', None),
            ('{"a": 1e999}', None),
        ):
            self.assertEqual(
                expected, variable_documents.from_text(text), text
            )

    def test_checked_values_are_the_same_and_parsed_once(self):
        for text in ('', 'a: 1', '{"a": 1}', '{"a": "\\u0000"}', 'a: "\\0"'):
            row = {'name': 'h1', variable_documents.TEXT: text}
            expected = variable_documents.from_text(text)
            with mock.patch.object(
                variables, 'read', side_effect=variables.read
            ) as read:
                values = variable_documents.check_document(row)
                stored_values = variable_documents.with_document(
                    _HOSTS, values
                )
            # An empty text is not parsed.
            calls = [mock.call(text)] if text else []
            self.assertEqual(calls, read.call_args_list)
            document = {variable_documents.DOCUMENT: expected}
            self.assertEqual({**row, **document}, stored_values, text)

    def test_texts_without_a_mapping_are_refused(self):
        for text in ('[1]', '{"a": NaN}', 'no: mapping: here'):
            self.assertRaises(
                errors.InvalidVariables,
                variable_documents.check_document,
                {variable_documents.TEXT: text},
            )
            self.assertIsNone(variable_documents.from_text(text))

    def test_values_that_are_too_deep_are_null(self):
        text = 50 * '{"a":' + '1' + 50 * '}'
        self.assertEqual(30, _depth(variable_documents.from_text(text)))

    @given(st.dictionaries(st.text(max_size=3), _JSON, max_size=3))
    @settings(max_examples=50)
    def test_the_document_is_the_mapping_of_the_text(self, mapping):
        try:
            text = variables.to_text(mapping)
        except errors.InvalidVariables:
            return
        document = variable_documents.from_text(text)
        json.dumps(document, allow_nan=False)
        if not any(char in text for char in ('\\u0000', '\\ud')):
            self.assertEqual(json.loads(text) or None, document)
