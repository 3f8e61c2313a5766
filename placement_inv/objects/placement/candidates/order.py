"""In which order the combinations of many trees are taken."""

import itertools

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import request


def take_turns(strategy, streams):
    """Yield from `streams`, each the combinations of one tree.

    Depth first: all of a tree before the next one. Breadth first: one of
    each tree before the second one of any. Neither looks at more trees than
    it must.
    """
    if strategy == request.BREADTH_FIRST:
        return _round_robin(streams)
    return itertools.chain.from_iterable(streams)


def _round_robin(streams):
    waiting = []
    for stream in streams:
        # Only a stream that gave something may have more.
        for item in itertools.islice(stream, 1):
            yield item
            waiting.append(stream)
    while waiting:
        current, waiting = waiting, []
        for stream in current:
            for item in itertools.islice(stream, 1):
                yield item
                waiting.append(stream)


def without_repeats(items, may_repeat, budget=budgets.UNLIMITED):
    """Yield each item once; only those that `may_repeat` are remembered.

    `budget` is checked where an item is left out.
    """
    seen = set()
    for item in items:
        if may_repeat(item):
            if item in seen:
                budget.check()
                continue
            seen.add(item)
        yield item
