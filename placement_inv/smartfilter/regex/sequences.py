"""Rewrites sequences around ``.*`` so that engines try little in vain.

``.`` reads every character here. So a repeat beside ``.*`` needs no more than
its least count, ``.*`` at either end of a search says nothing, and of what
stands between two ``.*`` the first occurrence serves as well as any other.
"""

import dataclasses
import itertools

from placement_inv.smartfilter.regex.parts import Part

#: As many repeats as every engine counts.
MOST_REPEATS = 255


@dataclasses.dataclass(frozen=True)
class Item:
    """A part and how often it is repeated; `high` None is without end."""

    part: Part
    #: Where it begins in the pattern.
    start: int
    #: The places of the automaton that it has.
    places: range
    low: int = 1
    high: int | None = 1
    #: The quantifier as it is written; '' without one.
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

    def counted(self, low, high):
        """Return the same part with another count."""
        if high is None:
            quantifier = {0: '*', 1: '+'}.get(low, f'{{{low},}}')
        else:
            quantifier = '' if low == 1 else f'{{{low}}}'
        return dataclasses.replace(
            self, low=low, high=high, quantifier=quantifier
        )


def simplified(items, is_whole):
    """Return the items of a sequence without what ``.*`` makes needless.

    `is_whole` says that the sequence is searched for anywhere in a text, and
    that nothing follows it.
    """
    items = [item for item in items if item.high != 0]
    while _absorb(items):
        pass
    if is_whole:
        items = _trimmed(items, lambda part: part.is_start)
        items = _trimmed(items[::-1], lambda part: part.is_end)[::-1]
    return items


def first_occurrence_end(items, start):
    """Return where the items end of which the first occurrence is enough.

    They begin with ``.*``, another ``.*`` comes next, and all texts between
    are equally long, so that the first one to begin is the first to end.
    None where they are not like that.
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


def _absorb(items):
    """Shorten the items by what one ``.*`` makes needless; False if nothing.

    What a neighbour may read beyond its least count, ``.*`` reads as well.
    """
    for left, pair in enumerate(itertools.pairwise(items)):
        shorter = _absorbed(*pair)
        if shorter is not None:
            items[left : left + 2] = shorter
            return True
    return False


def _absorbed(one, other):
    if not one.is_any_text and not other.is_any_text:
        return None
    if one.part.reads_anything and other.part.reads_anything:
        low = one.low + other.low
        return [one.counted(low, None)] if low <= MOST_REPEATS else None
    beside = other if one.is_any_text else one
    if beside.low == beside.high:
        return None
    least = _least(beside)
    return [one, *least] if beside is other else [*least, other]


def _least(item):
    return [item.counted(item.low, item.low)] if item.low else []


def _trimmed(items, is_edge):
    """Drop ``.*`` at the beginning, and the edge of the text before it."""
    first = 1 if items and is_edge(items[0].part) else 0
    if first >= len(items) or not items[first].is_any_text:
        return items
    return [*_least(items[first]), *items[first + 1 :]]
