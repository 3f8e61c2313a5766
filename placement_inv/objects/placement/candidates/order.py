"""The order of the combinations of many trees."""

import itertools

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import request


def take_turns(strategy, streams):
    """Yield from `streams`, each the combinations of one tree.

    Depth first: all of a tree before the next one. Breadth first: one of
    each tree before the second one of any. Trees that are not needed are not
    searched.
    """
    if strategy == request.BREADTH_FIRST:
        return _round_robin(streams)
    return itertools.chain.from_iterable(streams)


def _round_robin(streams):
    waiting = []
    for stream in streams:
        # A stream that is empty now is left out later.
        for item in itertools.islice(stream, 1):
            yield item
            waiting.append(stream)
    while waiting:
        current, waiting = waiting, []
        for stream in current:
            for item in itertools.islice(stream, 1):
                yield item
                waiting.append(stream)


def drop_repeats(items, may_repeat, budget=budgets.UNLIMITED):
    """Yield each item once; only those that `may_repeat` are remembered.

    `budget` is checked where an item is left out.
    """
    known_items = set()
    for item in items:
        if may_repeat(item):
            if item in known_items:
                budget.check()
                continue
            known_items.add(item)
        yield item
