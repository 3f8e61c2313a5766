"""Comparison of values in documents."""

import unittest

from placement_inv.objects.host_inventory.importing import current_state


class TestSame(unittest.TestCase):
    def test_values_of_different_types_differ(self):
        for one, other in ((1, True), (1, 1.0), (0, False), ('1', 1)):
            self.assertFalse(current_state.is_same(one, other), (one, other))
            self.assertFalse(current_state.is_same([one], [other]))
            self.assertFalse(current_state.is_same({'k': one}, {'k': other}))

    def test_documents_are_compared_in_depth(self):
        document = {'a': [1, {'b': None}], 'c': 'x'}
        self.assertTrue(
            current_state.is_same(document, {'c': 'x', 'a': [1, {'b': None}]})
        )
        for other in (
            {'a': [1, {'b': None}]},
            {'a': [1, {'b': None}, 2], 'c': 'x'},
            {'a': [{'b': None}, 1], 'c': 'x'},
            [document],
        ):
            self.assertFalse(current_state.is_same(document, other), other)
