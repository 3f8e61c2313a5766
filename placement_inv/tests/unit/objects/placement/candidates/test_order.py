"""The order of candidates, and how many streams are read for it."""

import itertools

import testtools

from placement_inv.objects.placement.candidates import order
from placement_inv.objects.placement.candidates import request


class _Streams:
    """Streams that count how many of them were opened."""

    def __init__(self, *texts):
        self._texts = texts
        self.open_count = 0

    def __iter__(self):
        for text in self._texts:
            self.open_count += 1
            yield iter(text)


class TestTakeTurns(testtools.TestCase):
    def test_depth_first_reads_a_whole_tree_first(self):
        results = order.take_turns(request.DEPTH_FIRST, _Streams('abc', 'd'))
        self.assertEqual('abcd', ''.join(results))

    def test_breadth_first_reads_one_of_each_tree(self):
        streams = _Streams('abc', '', 'd', 'ef')
        results = order.take_turns(request.BREADTH_FIRST, streams)
        self.assertEqual('adebfc', ''.join(results))

    def test_no_stream_is_opened_before_it_is_needed(self):
        for strategy, open_count in (
            (request.DEPTH_FIRST, 1),
            (request.BREADTH_FIRST, 2),
        ):
            streams = _Streams('abc', 'def', 'ghi')
            results = order.take_turns(strategy, streams)
            list(itertools.islice(results, 2))
            self.assertEqual(open_count, streams.open_count)


class TestDropRepeats(testtools.TestCase):
    def test_only_items_that_may_repeat_are_compared(self):
        results = order.drop_repeats('aAbBaA', str.isupper)
        self.assertEqual('aAbBa', ''.join(results))
