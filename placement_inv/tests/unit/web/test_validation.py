"""Schemas refuse documents, with a short reason."""

import testtools

from placement_inv.web import errors
from placement_inv.web import validation

_SCHEMA = validation.Schema({'type': 'array', 'maxItems': 3})


class TestBody(testtools.TestCase):
    def _find_reason(self, body):
        error = self.assertRaises(errors.InvalidBody, _SCHEMA.check_body, body)
        return error.reason

    def test_a_valid_body_passes(self):
        _SCHEMA.check_body([1, 2, 3])

    def test_the_error_has_the_place_and_the_reason(self):
        reason = self._find_reason({'a': 1})
        self.assertIn("{'a': 1} is not of type 'array'", reason)
        self.assertIn('On instance', reason)

    def test_the_reason_of_a_large_value_is_short(self):
        self.assertLess(len(self._find_reason(['x' * 99] * 100_000)), 5000)

    def test_a_deep_body_is_refused(self):
        body = []
        for _ in range(70):
            body = [body]
        self.assertIn('nests deeper', self._find_reason(body))


class TestPatterns(testtools.TestCase):
    """Names may not end in a newline, which a dollar would accept."""

    SCHEMA = validation.Schema(
        {
            'type': 'object',
            'patternProperties': {r'^a+\Z': {}},
            'additionalProperties': False,
        }
    )

    def _refuse(self, query):
        return self.assertRaises(
            errors.InvalidQuery, self.SCHEMA.check_query, query
        ).reason

    def test_a_refusal_shows_the_pattern_with_a_dollar(self):
        reason = self._refuse({'b': []})
        self.assertIn("does not match any of the regexes: '^a+$'", reason)
        self.assertNotIn('Z', reason)

    def test_a_newline_at_the_end_is_refused(self):
        self.assertIn(r"'a\n'", self._refuse({'a\n': []}))
        self.SCHEMA.check_query({'aa': []})


class TestNul(testtools.TestCase):
    def test_nul_is_found_in_keys_and_values(self):
        for document, expected in (
            ('a', False),
            (1, False),
            ([{'a': ['b']}], False),
            ('\0', True),
            ({'a\0': 1}, True),
            ([{'a': ['\0b']}], True),
        ):
            self.assertIs(expected, validation.has_nul(document))
