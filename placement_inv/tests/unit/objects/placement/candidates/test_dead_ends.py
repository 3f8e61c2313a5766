"""Situations that a walk recognizes as dead ends."""

import unittest
from unittest import mock

from placement_inv.objects.placement.candidates import constraints
from placement_inv.objects.placement.candidates import dead_ends


class TestDeadEnds(unittest.TestCase):
    def setUp(self):
        self.capacity = constraints.Capacity(
            {0: 5, 1: 3, 2: 3}, {'a': 8, 'b': 8, 'c': 9}
        )
        self.memory = dead_ends.DeadEnds(
            [self.capacity], [['a', 'b', 'c'], ['a', 'b', 'c'], ['a', 'b']]
        )

    def leave_without_result(self, provider):
        """Choose a provider for the first slot, in vain."""
        self.capacity.take(0, provider)
        self.assertTrue(self.memory.enter(1))
        self.memory.leave(1)
        self.capacity.give_back(0, provider)

    def is_new(self, provider):
        self.capacity.take(0, provider)
        return self.memory.enter(1)

    def test_a_situation_without_a_result_is_a_dead_end(self):
        self.leave_without_result('a')
        self.assertFalse(self.is_new('a'))

    def test_providers_that_nothing_distinguishes_are_interchangeable(self):
        self.leave_without_result('a')
        self.assertFalse(self.is_new('b'))

    def test_a_provider_with_other_slots_is_another_one(self):
        self.leave_without_result('a')
        self.assertTrue(self.is_new('c'))

    def test_a_situation_with_a_result_is_no_dead_end(self):
        self.capacity.take(0, 'a')
        self.memory.enter(1)
        self.memory.count_result()
        self.memory.leave(1)
        self.capacity.give_back(0, 'a')
        self.assertTrue(self.is_new('a'))

    def test_a_choice_that_began_before_is_not_remembered(self):
        self.memory.leave(1)
        self.assertTrue(self.is_new('a'))

    def test_the_memory_is_limited(self):
        with mock.patch.object(dead_ends, '_MAX_STATES', 2):
            self.memory = dead_ends.DeadEnds([self.capacity], [['a', 'b']])
            self.leave_without_result('a')
            self.assertFalse(self.is_new('a'))
            self.capacity.give_back(0, 'a')
            self.capacity.take(0, 'a')
            self.capacity.take(1, 'a')
            self.memory.enter(2)
            self.memory.leave(2)
            self.assertTrue(self.memory.enter(2))

    def test_no_memory_knows_no_dead_end(self):
        memory = dead_ends.NO_MEMORY
        memory.leave(0)
        memory.count_result()
        self.assertTrue(memory.enter(0))
        self.assertTrue(memory.enter(0))
