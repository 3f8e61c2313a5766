"""How many steps without a result a search takes."""

import unittest
from unittest import mock

from placement_inv.objects.placement.candidates import patience


@mock.patch.multiple(
    patience,
    _STEPS_OF_WALK=50,
    _STEPS_OF_SEARCH=100,
    _FEWEST_STEPS_OF_WALK=5,
)
class TestPatience(unittest.TestCase):
    def test_a_walk_ends_after_its_steps(self):
        steps = patience.Patience()
        self.assertFalse(steps.is_exhausted(49, 49))
        self.assertEqual(0, steps.ended_walks)
        self.assertTrue(steps.is_exhausted(50, 1))
        self.assertEqual(1, steps.ended_walks)

    def test_after_the_steps_of_the_search_each_walk_gets_the_fewest(self):
        steps = patience.Patience()
        self.assertFalse(steps.is_exhausted(49, 49))
        self.assertFalse(steps.is_exhausted(4, 60))
        self.assertTrue(steps.is_exhausted(5, 1))
