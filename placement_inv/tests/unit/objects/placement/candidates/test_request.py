"""The values that the modules of the candidates engine exchange."""

import unittest

from placement_inv.objects.placement.candidates import request


class TestSettings(unittest.TestCase):
    def test_the_smaller_limit_applies(self):
        for limit, most, expected in (
            (None, -1, None),
            (5, -1, 5),
            (None, 3, 3),
            (5, 3, 3),
            (2, 3, 2),
            (None, 0, None),
        ):
            settings = request.Settings(max_candidates=most)
            result = settings.candidate_limit(request.Request((), limit=limit))
            self.assertEqual(expected, result, (limit, most))


class TestRequestGroup(unittest.TestCase):
    def test_only_groups_with_a_suffix_are_granular(self):
        self.assertFalse(request.RequestGroup('').is_granular)
        self.assertTrue(request.RequestGroup('_1').is_granular)
