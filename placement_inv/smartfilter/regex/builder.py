"""Builds the parts of a pattern, and refuses patterns that cost too much."""

import dataclasses

from placement_inv.smartfilter.regex import redos
from placement_inv.smartfilter.regex import sequences
from placement_inv.smartfilter.regex.parts import Part
from placement_inv.smartfilter.regex.parts import RegexError

_MOST_WORK = 2000


class Builder:
    """Builds the parts of one pattern, from the innermost outwards."""

    def __init__(self, pattern):
        self._automaton = redos.Automaton(pattern)

    @property
    def places(self):
        """Return the number of places so far."""
        return self._automaton.size

    @property
    def reads_again(self):
        """Tell whether a repeat makes an engine read a text repeatedly."""
        return self._automaton.reads_again

    def atom(self, text, python, start):
        """Return the Part that reads one character."""
        place = frozenset([self._automaton.add(text, start)])
        return Part((python, text, text), False, place, place, width=1)

    def alternatives(self, branches):
        """Return the Part of alternative branches."""
        if len(branches) == 1:
            return branches[0]
        # An engine tries each branch that can be empty.
        self._automaton.multiply(sum(branch.empty for branch in branches))
        texts = zip(*(branch.texts for branch in branches), strict=True)
        widths = {branch.width for branch in branches}
        return Part(
            tuple(map('|'.join, texts)),
            any(branch.empty for branch in branches),
            frozenset().union(*(branch.firsts for branch in branches)),
            frozenset().union(*(branch.lasts for branch in branches)),
            frozenset().union(*(branch.looks for branch in branches)),
            widths.pop() if len(widths) == 1 else None,
            sum(branch.work for branch in branches),
        )

    def look(self, part):
        """Return the Part of a lookahead; its text is read again after it."""
        self._automaton.begin(part.firsts, part.lasts)
        return Part(
            part.texts,
            looks=part.firsts | part.looks,
            work=part.work,
            repeatable=False,
        )

    def sequence(self, items, is_whole):
        """Return the Part of a sequence of items; see `sequences.simplify`."""
        items = sequences.simplify(items, is_whole)
        whole, start = Part(), 0
        while start < len(items):
            end = sequences.first_occurrence_end(items, start)
            if end is None:
                whole = self._concatenate(whole, self._repeat(items[start]))
                start += 1
                continue
            whole = self._concatenate(
                whole, self._first_occurrence(items[start:end])
            )
            start = end
        return whole

    def finish(self, part):
        """Raise RegexError if the whole pattern can take too long."""
        self._automaton.begin(part.firsts, part.lasts)
        self._automaton.refuse_ambiguity()

    def _concatenate(self, left, right):
        """Return the Part of one part followed by another."""
        self._automaton.link(left.lasts, right.firsts)
        self._automaton.look(left.lasts, right.looks)
        texts = zip(left.texts, right.texts, strict=True)
        unknown = left.width is None or right.width is None
        return Part(
            tuple(map(''.join, texts)),
            left.empty and right.empty,
            left.firsts | (right.firsts if left.empty else frozenset()),
            right.lasts | (left.lasts if right.empty else frozenset()),
            left.looks | (right.looks if left.empty else frozenset()),
            None if unknown else left.width + right.width,
            left.work + right.work,
        )

    def _first_occurrence(self, items):
        """Return the Part of items whose first occurrence is enough.

        Atomic groups keep engines from searching for a second one. PostgreSQL
        has none and needs none: it reads a text once, with an automaton.
        """
        parts = map(self._repeat, items)
        whole = _make_lazy(next(parts))
        for part in parts:
            whole = self._concatenate(whole, part)
        self._automaton.seal(whole.lasts)
        python, postgresql, pcre = whole.texts
        texts = (f'(?>{python})', postgresql, f'(?>{pcre})')
        return dataclasses.replace(whole, texts=texts)

    def _repeat(self, item):
        """Return the Part of an item with its quantifier."""
        part = item.part
        if not item.quantifier:
            return part
        work = part.work * max(1, item.high or item.low)
        if work > _MOST_WORK:
            raise RegexError('repeats multiply to too much', item.start)
        self._automaton.repeat(item)
        if item.high != 1:
            self._automaton.link(part.lasts, part.firsts)
        return dataclasses.replace(
            part.wrap('', item.quantifier),
            empty=part.empty or item.low == 0,
            width=item.width,
            work=work,
        )


def _make_lazy(part):
    """Return the Part with a lazy quantifier, which reads least first."""
    python, postgresql, pcre = part.texts
    return dataclasses.replace(
        part, texts=(python + '?', postgresql, pcre + '?')
    )
