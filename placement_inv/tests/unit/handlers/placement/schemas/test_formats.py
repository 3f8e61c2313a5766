"""The text formats and patterns of the schemas."""

import re
import unittest
import uuid

import jsonschema

from placement_inv.handlers.placement.schemas import formats


class TestCheckers(unittest.TestCase):
    def _is_valid(self, value, checker):
        schema = {'type': 'string', 'format': 'uuid'}
        return jsonschema.Draft7Validator(
            schema, format_checker=checker
        ).is_valid(value)

    def test_bodies_may_have_any_usual_spelling_of_a_uuid(self):
        plain = uuid.UUID(int=7)
        for text in (str(plain), plain.hex, str(plain).upper()):
            self.assertTrue(self._is_valid(text, formats.CHECKER), text)
        self.assertFalse(self._is_valid('7', formats.CHECKER))

    def test_queries_need_the_dashes_in_place(self):
        plain = uuid.UUID(int=7)
        self.assertTrue(self._is_valid(str(plain), formats.STRICT_CHECKER))
        self.assertFalse(self._is_valid(plain.hex, formats.STRICT_CHECKER))

    def test_keys_have_the_length_of_a_uuid(self):
        for text, expected in (
            (str(uuid.UUID(int=7)), True),
            (str(uuid.UUID(int=7)) + '\n', False),
            (uuid.UUID(int=7).hex, False),
        ):
            match = re.match(formats.UUID_PATTERN, text)
            self.assertEqual(expected, match is not None, text)


class TestParameters(unittest.TestCase):
    def test_a_query_has_lists_of_texts_and_nothing_unknown(self):
        schema = formats.parameters(['name'], name={'maxLength': 2}, other={})
        validator = jsonschema.Draft7Validator(schema)
        for query, expected in (
            ({'name': ['ab', 'c']}, True),
            ({'name': ['a'], 'other': ['long enough']}, True),
            ({}, False),
            ({'name': ['abc']}, False),
            ({'name': ['a'], 'more': ['b']}, False),
        ):
            self.assertEqual(expected, validator.is_valid(query), query)
