"""Schemas refuse with a reason that fits an answer."""

import testtools

from placement_inv.web import errors
from placement_inv.web import validation

_SCHEMA = validation.Schema({'type': 'array', 'maxItems': 3})


class TestBody(testtools.TestCase):
    def _refused(self, body):
        refused = self.assertRaises(
            errors.InvalidBody, _SCHEMA.check_body, body
        )
        return refused.reason

    def test_what_fits_passes(self):
        _SCHEMA.check_body([1, 2, 3])

    def test_the_place_and_the_reason_are_told(self):
        reason = self._refused({'a': 1})
        self.assertIn("{'a': 1} is not of type 'array'", reason)
        self.assertIn('On instance', reason)

    def test_a_refusal_does_not_repeat_megabytes(self):
        self.assertLess(len(self._refused(['x' * 99] * 100_000)), 5000)

    def test_depth_has_an_end(self):
        body = []
        for _ in range(70):
            body = [body]
        self.assertIn('nests deeper', self._refused(body))


class TestNul(testtools.TestCase):
    def test_it_is_found_in_keys_and_values(self):
        for document, found in (
            ('a', False),
            (1, False),
            ([{'a': ['b']}], False),
            ('\0', True),
            ({'a\0': 1}, True),
            ([{'a': ['\0b']}], True),
        ):
            self.assertIs(found, validation.has_nul(document))
