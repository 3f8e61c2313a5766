"""The history of an API family."""

import unittest

from placement_inv.web import versions


class TestHistory(unittest.TestCase):
    def setUp(self):
        self.history = versions.History('things')
        self.tenth = self.history.feature('1.10', 'More.')
        self.first = self.history.feature('1.0', 'Something.')
        self.history.feature('1.10', 'Still more.')

    def test_versions_are_ordered_as_numbers_each_once(self):
        self.history.feature('1.9', 'In between.')
        self.assertEqual(['1.0', '1.9', '1.10'], self.history.numbers)
        self.assertEqual(
            (self.first, self.tenth), (self.history.first, self.history.last)
        )

    def test_features_stand_in_the_order_of_their_versions(self):
        self.assertEqual(
            ['Something.', 'More.', 'Still more.'],
            [sentence for _version, sentence in self.history.features],
        )

    def test_a_feature_is_compared_with_a_request(self):
        self.assertGreater(self.tenth, versions.parse('1.9'))
        self.assertEqual(self.tenth, versions.parse('1.10'))


class TestByVersion(unittest.TestCase):
    def test_the_newest_row_that_is_not_later_counts(self):
        old, new = versions.parse('1.2'), versions.parse('1.10')
        choose = versions.by_version((new, 'new'), (old, 'old'))
        for number, expected in (
            ('1.1', None),
            ('1.2', 'old'),
            ('1.9', 'old'),
            ('1.10', 'new'),
            ('2.0', 'new'),
        ):
            self.assertEqual(expected, choose(versions.parse(number)))
