"""Walks of several readers through an automaton."""

import unittest

from placement_inv.smartfilter.regex import walks

_A, _B = 1, 2
_ANY = _A | _B


def _walks(*places):
    """Return the Walks of (characters, places that follow) pairs."""
    return walks.Walks(
        [reads for reads, _follow in places],
        [set(follow) for _reads, follow in places],
    )


class TestLoopingPlaces(unittest.TestCase):
    def test_a_place_loops_in_one_step_or_more(self):
        # a(bc)*d*
        graph = _walks((_A, [1, 3]), (_A, [2]), (_A, [1, 3]), (_A, [3]))
        self.assertEqual([1, 2, 3], graph.looping_places)

    def test_a_sequence_has_no_loop(self):
        self.assertEqual([], _walks((_A, [1]), (_A, [])).looping_places)


class TestCanPartAndMeet(unittest.TestCase):
    def test_two_ways_around_a_loop_that_read_the_same(self):
        # (a|a)*
        self.assertTrue(_walks((_A, [0, 1]), (_A, [0, 1])).can_part_and_meet())

    def test_two_ways_that_differ_in_one_character(self):
        # (a|b)*
        self.assertFalse(
            _walks((_A, [0, 1]), (_B, [0, 1])).can_part_and_meet()
        )

    def test_a_way_of_two_characters_and_one_of_one(self):
        # (aa|a)*
        self.assertTrue(
            _walks((_A, [1]), (_A, [0, 2]), (_A, [0, 2])).can_part_and_meet()
        )

    def test_ways_that_part_and_leave_the_loop_do_not_count(self):
        # a*(a|a)
        self.assertFalse(
            _walks((_A, [0, 1, 2]), (_A, []), (_A, [])).can_part_and_meet()
        )


class TestFindSharingPairs(unittest.TestCase):
    def test_loops_one_after_the_other_share_a_text(self):
        # a*[ab]*
        graph = _walks((_A, [0, 1]), (_ANY, [1]))
        self.assertEqual([(0, 1)], list(graph.find_sharing_pairs()))

    def test_loops_without_a_common_character_share_none(self):
        # a*b*
        self.assertEqual(
            [], list(_walks((_A, [0, 1]), (_B, [1])).find_sharing_pairs())
        )

    def test_a_character_between_that_neither_reads_separates_them(self):
        # a*ba*
        graph = _walks((_A, [0, 1]), (_B, [2]), (_A, [2]))
        self.assertEqual([], list(graph.find_sharing_pairs()))

    def test_places_of_one_loop_do_not_share(self):
        # (a|a)*, which another analysis refuses
        graph = _walks((_A, [0, 1]), (_A, [0, 1]))
        self.assertEqual([], list(graph.find_sharing_pairs()))


class TestFindRivals(unittest.TestCase):
    def test_choices_that_reach_the_end_are_rivals(self):
        # a|a|b
        graph = _walks((_A, []), (_A, []), (_B, []))
        self.assertEqual({0, 1}, graph.find_rivals({0, 1, 2}, {0, 1, 2}))

    def test_choices_that_meet_later_are_rivals(self):
        # (ab|ab)a
        graph = _walks((_A, [1]), (_B, [4]), (_A, [3]), (_B, [4]), (_A, []))
        self.assertEqual({0, 2}, graph.find_rivals({0, 2}, {4}))

    def test_choices_that_differ_later_are_not(self):
        # aba|aaa
        graph = _walks(
            (_A, [1]), (_B, [2]), (_A, []), (_A, [4]), (_A, [5]), (_A, [])
        )
        self.assertEqual(set(), graph.find_rivals({0, 3}, {2, 5}))


class TestLimit(unittest.TestCase):
    def test_too_many_steps_end_the_analysis(self):
        size = 150
        graph = _walks(*((_A, range(size)) for _ in range(size)))
        self.assertRaises(walks.TooManySteps, graph.can_part_and_meet)
