"""Simplifies sequences around ``.*``, so that engines backtrack less.

``.`` matches every character here. So a repeat next to ``.*`` needs only its
least count, ``.*`` at either end of a search is redundant, and between two
``.*`` the first occurrence is as good as any other.
"""

import dataclasses
import itertools

from placement_inv.smartfilter.regex.parts import Part

#: The most repeats that every engine supports.
MOST_REPEATS = 255


@dataclasses.dataclass(frozen=True)
class Item:
    """A part and how often it repeats, without bound where `high` is None."""

    part: Part
    #: Its offset in the pattern.
    start: int
    #: Its places in the automaton.
    places: range
    low: int = 1
    high: int | None = 1
    #: The text of its quantifier; '' without one.
    quantifier: str = ''

    @property
    def is_any_text(self):
        """Tell whether it is ``.*``, or the same with a least count."""
        return self.part.reads_anything and self.high is None

    @property
    def width(self):
        """Return how many characters it reads; None where that varies."""
        if self.part.width is None or self.low != self.high:
            return None
        return self.part.width * self.low

    def with_count(self, low, high):
        """Return the same part with another count."""
        if high is None:
            quantifier = {0: '*', 1: '+'}.get(low, f'{{{low},}}')
        else:
            quantifier = '' if low == 1 else f'{{{low}}}'
        return dataclasses.replace(
            self, low=low, high=high, quantifier=quantifier
        )


def simplify(items, is_whole):
    """Return the items of a sequence without what ``.*`` makes redundant.

    `is_whole` tells that the sequence is the whole pattern, which is searched
    for anywhere in a text.
    """
    items = [item for item in items if item.high != 0]
    while _merge_any_pair(items):
        pass
    if is_whole:
        items = _trim(items, lambda part: part.is_start)
        items = _trim(items[::-1], lambda part: part.is_end)[::-1]
    return items


def first_occurrence_end(items, start):
    """Return the end of the items whose first occurrence is enough, or None.

    Such items begin with ``.*`` and are followed by ``.*``. The texts between
    have one length, so the first to begin is also the first to end.
    """
    if not items[start].is_any_text:
        return None
    end, width = start + 1, 0
    while end < len(items) and not items[end].is_any_text:
        if items[end].width is None:
            return None
        width += items[end].width
        end += 1
    return end if width and end < len(items) else None


def _merge_any_pair(items):
    """Merge one ``.*`` with a neighbour; False if there is none to merge.

    ``.*`` matches what a neighbour matches beyond its least count.
    """
    for left, pair in enumerate(itertools.pairwise(items)):
        shorter = _merge_pair(*pair)
        if shorter is not None:
            items[left : left + 2] = shorter
            return True
    return False


def _merge_pair(one, other):
    if not one.is_any_text and not other.is_any_text:
        return None
    if one.part.reads_anything and other.part.reads_anything:
        low = one.low + other.low
        return [one.with_count(low, None)] if low <= MOST_REPEATS else None
    beside = other if one.is_any_text else one
    if beside.low == beside.high:
        return None
    least = _least(beside)
    return [one, *least] if beside is other else [*least, other]


def _least(item):
    return [item.with_count(item.low, item.low)] if item.low else []


def _trim(items, is_edge):
    """Drop ``.*`` at the beginning, with an anchor before it."""
    first = 1 if items and is_edge(items[0].part) else 0
    if first >= len(items) or not items[first].is_any_text:
        return items
    return [*_least(items[first]), *items[first + 1 :]]
