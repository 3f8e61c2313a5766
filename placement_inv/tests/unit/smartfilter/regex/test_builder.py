"""The parts of a pattern: their texts, widths and places, and their limits."""

import unittest

from placement_inv.smartfilter.regex import builder
from placement_inv.smartfilter.regex.parts import RegexError
from placement_inv.smartfilter.regex.sequences import Item


class TestBuilder(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.builder = builder.Builder('abc.')

    def _atom(self, char):
        return self.builder.atom(char, char, 0)

    def _item(self, part, low=1, high=1, quantifier=''):
        return Item(part, 0, range(self.builder.places), low, high, quantifier)

    def _sequence(self, *items, is_whole=False):
        return self.builder.sequence(list(items), is_whole)

    def _any_text(self):
        return self._item(self._atom('.'), 0, None, '*')

    def test_an_atom_is_one_place_that_reads_one_character(self):
        part = self._atom('a')
        self.assertEqual(('a', 'a', 'a'), part.texts)
        self.assertEqual((1, False), (part.width, part.empty))
        self.assertEqual({0}, part.firsts)
        self.assertEqual(1, self.builder.places)

    def test_a_sequence_adds_widths_and_begins_with_its_first_item(self):
        part = self._sequence(
            self._item(self._atom('a')), self._item(self._atom('b'))
        )
        self.assertEqual(('ab', 2), (part.texts[0], part.width))
        self.assertEqual(({0}, {1}), (part.firsts, part.lasts))

    def test_parts_that_may_be_empty_are_skipped(self):
        part = self._sequence(
            self._item(self._atom('a'), 0, 1, '?'),
            self._item(self._atom('b')),
            self._item(self._atom('c'), 0, 1, '?'),
        )
        self.assertEqual(('a?bc?', None), (part.texts[0], part.width))
        self.assertEqual(({0, 1}, {1, 2}), (part.firsts, part.lasts))
        self.assertFalse(part.empty)

    def test_alternatives_have_a_width_only_where_it_is_the_same(self):
        one, other = self._atom('a'), self._atom('b')
        part = self.builder.alternatives([one, other])
        self.assertEqual(('a|b', 1), (part.texts[0], part.width))
        self.assertEqual(({0, 1}, {0, 1}), (part.firsts, part.lasts))
        longer = self._sequence(self._item(one), self._item(other))
        self.assertIsNone(self.builder.alternatives([one, longer]).width)

    def test_a_lookahead_reads_nothing_and_does_not_repeat(self):
        part = self.builder.look(self._atom('a'))
        self.assertEqual((0, True), (part.width, part.empty))
        self.assertEqual((set(), {0}), (part.firsts, part.looks))
        self.assertFalse(part.repeatable)

    def test_the_first_occurrence_between_any_texts_is_atomic(self):
        part = self._sequence(
            self._any_text(), self._item(self._atom('a')), self._any_text()
        )
        self.assertEqual(('(?>.*?a).*', '.*a.*', '(?>.*?a).*'), part.texts)

    def test_any_text_around_a_whole_pattern_is_dropped(self):
        part = self._sequence(
            self._any_text(),
            self._item(self._atom('a')),
            self._any_text(),
            is_whole=True,
        )
        self.assertEqual('a', part.texts[0])

    def test_counted_repeats_multiply_up_to_a_limit(self):
        part = self._sequence(self._item(self._atom('a'), 50, 50, '{50}'))
        self.assertEqual(50, part.width)
        with self.assertRaisesRegex(RegexError, 'multiply to too much'):
            self._sequence(self._item(part, 50, 50, '{50}'))

    def test_a_repeat_without_end_reads_a_text_again(self):
        self._sequence(self._item(self._atom('a'), 3, 3, '{3}'))
        self.assertFalse(self.builder.reads_again)
        self._sequence(self._item(self._atom('a'), 1, None, '+'))
        self.assertTrue(self.builder.reads_again)

    def test_a_finished_pattern_is_analysed(self):
        inner = self._sequence(self._item(self._atom('a'), 1, None, '+'))
        part = self._sequence(self._item(inner, 1, None, '+'))
        with self.assertRaisesRegex(RegexError, 'repeat inside a repeat'):
            self.builder.finish(part)
