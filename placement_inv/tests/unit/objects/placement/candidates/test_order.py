"""Which candidates come first, and how far is looked for them."""

import itertools

import testtools

from placement_inv.objects.placement.candidates import order
from placement_inv.objects.placement.candidates import request


class _Streams:
    """Streams that tell how many of them were looked at."""

    def __init__(self, *texts):
        self._texts = texts
        self.opened = 0

    def __iter__(self):
        for text in self._texts:
            self.opened += 1
            yield iter(text)


class TestTakeTurns(testtools.TestCase):
    def test_depth_first_finishes_a_tree(self):
        found = order.take_turns(request.DEPTH_FIRST, _Streams('abc', 'd'))
        self.assertEqual('abcd', ''.join(found))

    def test_breadth_first_takes_one_of_each(self):
        streams = _Streams('abc', '', 'd', 'ef')
        found = order.take_turns(request.BREADTH_FIRST, streams)
        self.assertEqual('adebfc', ''.join(found))

    def test_neither_looks_further_than_it_must(self):
        for strategy, opened in (
            (request.DEPTH_FIRST, 1),
            (request.BREADTH_FIRST, 2),
        ):
            streams = _Streams('abc', 'def', 'ghi')
            found = order.take_turns(strategy, streams)
            list(itertools.islice(found, 2))
            self.assertEqual(opened, streams.opened)


class TestWithoutRepeats(testtools.TestCase):
    def test_only_what_may_repeat_is_compared(self):
        found = order.drop_repeats('aAbBaA', str.isupper)
        self.assertEqual('aAbBa', ''.join(found))
