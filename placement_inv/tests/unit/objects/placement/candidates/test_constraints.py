"""What the choices for one candidate must heed together."""

import unittest

from placement_inv.objects.placement.candidates import constraints


class TestRoom(unittest.TestCase):
    def test_a_provider_gives_no_more_than_it_has(self):
        room = constraints.Capacity({0: 3, 1: 2, 2: 1}, {'a': 4})
        self.assertTrue(room.start())
        self.assertTrue(room.take(0, 'a'))
        self.assertFalse(room.take(1, 'a'))
        self.assertTrue(room.take(2, 'a'))

    def test_what_is_given_back_can_be_taken_again(self):
        room = constraints.Capacity({0: 3, 1: 2}, {'a': 4})
        room.take(0, 'a')
        room.give_back(0, 'a')
        self.assertTrue(room.take(1, 'a'))

    def test_a_slot_without_the_class_takes_nothing(self):
        room = constraints.Capacity({0: 3}, {'a': 3})
        self.assertTrue(room.take(5, 'b'))
        room.give_back(5, 'b')
        self.assertTrue(room.take(0, 'a'))


class TestOnePerTree(unittest.TestCase):
    def setUp(self):
        self.one = constraints.OnePerTree({'a': 1, 'b': 1, 'c': 2})

    def test_another_provider_of_the_tree_leads_nowhere(self):
        self.assertTrue(self.one.start())
        self.assertTrue(self.one.take(0, 'a'))
        self.assertFalse(self.one.take(1, 'b'))
        self.assertTrue(self.one.take(1, 'c'))
        self.assertTrue(self.one.take(2, 'a'))

    def test_a_tree_is_free_when_all_gave_it_back(self):
        self.one.take(0, 'a')
        self.one.take(1, 'a')
        self.one.give_back(1, 'a')
        self.assertFalse(self.one.take(1, 'b'))
        self.one.give_back(0, 'a')
        self.assertTrue(self.one.take(0, 'b'))
