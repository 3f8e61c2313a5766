"""The values in a JSON document at the end of some steps."""

import unittest

from placement_inv.smartfilter import documents
from placement_inv.smartfilter.resolved import EACH

_DOCUMENT = {
    'a': [{'b': 1}, {'b': [2, 3]}, {'c': 4}, 'text'],
    'none': None,
}


class TestFind(unittest.TestCase):
    def test_steps_lead_to_values(self):
        for steps, expected in (
            ((), [_DOCUMENT]),
            (('none',), [None]),
            (('a', EACH, 'b'), [1, [2, 3]]),
            (('a', EACH, 'b', EACH), [2, 3]),
        ):
            with self.subTest(steps):
                self.assertEqual(expected, documents.find(_DOCUMENT, steps))

    def test_steps_that_do_not_exist_lead_to_nothing(self):
        for steps in (
            ('missing',),
            ('none', 'b'),
            ('none', EACH),
            ('a', 'b'),
            ('a', EACH, 'text'),
        ):
            with self.subTest(steps):
                self.assertEqual([], documents.find(_DOCUMENT, steps))
