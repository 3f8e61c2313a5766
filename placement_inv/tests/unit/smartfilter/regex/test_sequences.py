"""Sequences around ``.*`` are rewritten, so that engines backtrack less."""

import unittest

from placement_inv.smartfilter.regex import parts
from placement_inv.smartfilter.regex import sequences

_DOT = parts.Part(('.', '.', '.'), width=1)
_LETTER = parts.Part(('a', 'a', 'a'), width=1)
_START = parts.Part(parts.ASSERTIONS['^'])
_END = parts.Part(parts.ASSERTIONS['$'])


def _item(part, low=1, high=1, quantifier=''):
    return sequences.Item(part, 0, range(1), low, high, quantifier)


_ANY_TEXT = _item(_DOT, 0, None, '*')


def _write(items):
    return ''.join(item.part.texts[2] + item.quantifier for item in items)


class TestItem(unittest.TestCase):
    def test_a_fixed_count_has_a_width(self):
        self.assertEqual(3, _item(_LETTER, 3, 3, '{3}').width)
        self.assertIsNone(_item(_LETTER, 0, 1, '?').width)
        self.assertIsNone(_item(parts.Part(width=None)).width)

    def test_another_count_is_written_as_a_quantifier(self):
        for low, high, quantifier in (
            (0, None, '*'),
            (1, None, '+'),
            (2, None, '{2,}'),
            (1, 1, ''),
            (3, 3, '{3}'),
        ):
            item = _item(_LETTER).with_count(low, high)
            self.assertEqual(
                (low, high, quantifier),
                (item.low, item.high, item.quantifier),
            )


class TestSimplify(unittest.TestCase):
    def _simplify(self, *items, is_whole=False):
        return _write(sequences.simplify(items, is_whole))

    def test_two_of_any_text_are_one(self):
        more = _item(_DOT, 1, None, '+')
        self.assertEqual('.+', self._simplify(_ANY_TEXT, more))
        self.assertEqual('.{2,}', self._simplify(more, more))

    def test_a_repeat_beside_any_text_needs_its_least_count(self):
        repeat = _item(_LETTER, 2, 5, '{2,5}')
        self.assertEqual('.*a{2}', self._simplify(_ANY_TEXT, repeat))
        optional = _item(_LETTER, 0, 1, '?')
        self.assertEqual('.*', self._simplify(optional, _ANY_TEXT))

    def test_an_item_without_repeats_is_dropped(self):
        never = _item(_LETTER, 0, 0, '{0}')
        self.assertEqual('a', self._simplify(never, _item(_LETTER)))

    def test_any_text_at_either_end_of_a_search_is_dropped(self):
        items = (
            *(_item(_START), _ANY_TEXT),
            _item(_LETTER),
            *(_ANY_TEXT, _item(_END)),
        )
        self.assertEqual('a', self._simplify(*items, is_whole=True))
        self.assertEqual(r'^.*a.*\z', self._simplify(*items))


class TestFirstOccurrenceEnd(unittest.TestCase):
    def test_it_is_where_the_next_any_text_begins(self):
        items = [_ANY_TEXT, _item(_LETTER), _item(_LETTER), _ANY_TEXT]
        self.assertEqual(3, sequences.first_occurrence_end(items, 0))

    def test_there_is_none_elsewhere(self):
        for items in (
            [_item(_LETTER), _ANY_TEXT],
            [_ANY_TEXT, _item(_LETTER)],
            [_ANY_TEXT, _ANY_TEXT],
            [_ANY_TEXT, _item(_LETTER, 0, 1, '?'), _ANY_TEXT],
        ):
            self.assertIsNone(sequences.first_occurrence_end(items, 0))
