"""Constraints on all choices for one candidate."""

import unittest

from placement_inv.objects.placement.candidates import constraints


class TestCapacity(unittest.TestCase):
    def test_a_provider_gives_at_most_its_free_amount(self):
        constraint = constraints.Capacity({0: 3, 1: 2, 2: 1}, {'a': 4, 'b': 2})
        self.assertTrue(constraint.start())
        self.assertTrue(constraint.take(0, 'a'))
        self.assertFalse(constraint.take(1, 'a'))
        self.assertTrue(constraint.take(2, 'a'))

    def test_a_returned_amount_is_free_again(self):
        constraint = constraints.Capacity({0: 3, 1: 2}, {'a': 4, 'b': 3})
        constraint.take(0, 'a')
        constraint.give_back(0, 'a')
        self.assertTrue(constraint.take(1, 'a'))

    def test_no_choice_scatters_the_free_amounts_too_much(self):
        constraint = constraints.Capacity({0: 3, 2: 5}, {'a': 5, 'b': 3})
        self.assertTrue(constraint.start())
        self.assertFalse(constraint.take(0, 'a'))
        self.assertTrue(constraint.take(0, 'b'))
        self.assertTrue(constraint.take(1, 'a'))
        self.assertTrue(constraint.take(2, 'a'))

    def test_free_amounts_that_serve_the_same_slots_are_one_state(self):
        constraint = constraints.Capacity({0: 3, 2: 5}, {'a': 7, 'b': 5})
        self.assertEqual(5, constraint.state_of('a', 0))
        self.assertEqual(5, constraint.state_of('b', 2))
        self.assertEqual(0, constraint.state_of('b', 3))
        self.assertIsNone(constraint.state_of('c', 0))

    def test_a_slot_without_the_class_takes_nothing(self):
        constraint = constraints.Capacity({0: 3}, {'a': 3})
        self.assertTrue(constraint.take(5, 'b'))
        constraint.give_back(5, 'b')
        self.assertTrue(constraint.take(0, 'a'))


class TestOnePerTree(unittest.TestCase):
    def setUp(self):
        self.constraint = constraints.OnePerTree({'a': 1, 'b': 1, 'c': 2})

    def test_another_provider_of_the_tree_is_refused(self):
        self.assertTrue(self.constraint.start())
        self.assertTrue(self.constraint.take(0, 'a'))
        self.assertFalse(self.constraint.take(1, 'b'))
        self.assertTrue(self.constraint.take(1, 'c'))
        self.assertTrue(self.constraint.take(2, 'a'))

    def test_a_tree_is_free_when_no_slot_uses_it(self):
        self.constraint.take(0, 'a')
        self.constraint.take(1, 'a')
        self.constraint.give_back(1, 'a')
        self.assertFalse(self.constraint.take(1, 'b'))
        self.constraint.give_back(0, 'a')
        self.assertTrue(self.constraint.take(0, 'b'))

    def test_the_choice_of_a_tree_is_its_state(self):
        self.assertEqual(1, self.constraint.kind_of('b'))
        self.assertIsNone(self.constraint.state_of('a', 0))
        self.constraint.take(0, 'a')
        self.assertTrue(self.constraint.state_of('a', 1))
        self.assertFalse(self.constraint.state_of('b', 1))
