"""Puts the parts of a pattern together, and judges what they come to."""

import dataclasses

from placement_inv.smartfilter.regex import redos
from placement_inv.smartfilter.regex import sequences
from placement_inv.smartfilter.regex.parts import Part
from placement_inv.smartfilter.regex.parts import RegexError

_MOST_WORK = 2000


class Builder:
    """Builds the parts of one pattern, from the inside out."""

    def __init__(self, pattern):
        self._automaton = redos.Automaton(pattern)

    @property
    def places(self):
        """Return how many characters have been read so far."""
        return self._automaton.size

    def atom(self, text, python, start):
        """Make the part that reads one character."""
        place = frozenset([self._automaton.add(text, start)])
        return Part((python, text, text), False, place, place, width=1)

    def alternatives(self, branches):
        """Put branches beside each other."""
        if len(branches) == 1:
            return branches[0]
        # An engine tries each of those that read nothing.
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
        """Make the part that looks ahead, and what it sees is read again."""
        self._automaton.begin(part.firsts, part.lasts)
        return Part(
            part.texts,
            looks=part.firsts | part.looks,
            work=part.work,
            repeatable=False,
        )

    def sequence(self, items, is_whole):
        """Put items behind each other; see `regex_sequences.simplified`."""
        items = sequences.simplified(items, is_whole)
        whole, start = Part(), 0
        while start < len(items):
            end = sequences.first_occurrence_end(items, start)
            if end is None:
                whole = self._then(whole, self._repeated(items[start]))
                start += 1
                continue
            whole = self._then(whole, self._first_occurrence(items[start:end]))
            start = end
        return whole

    def finish(self, part):
        """Raise RegexError if the whole pattern could take too long."""
        self._automaton.begin(part.firsts, part.lasts)
        self._automaton.refuse_ambiguity()

    def _then(self, left, right):
        """Put one part behind another."""
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
        """Put together what engines need not look for a second time.

        PostgreSQL has no words for that. It needs none: it walks through a
        text once, with all that the pattern could be at by then.
        """
        parts = map(self._repeated, items)
        whole = _lazy(next(parts))
        for part in parts:
            whole = self._then(whole, part)
        self._automaton.seal(whole.lasts)
        python, postgresql, pcre = whole.texts
        texts = (f'(?>{python})', postgresql, f'(?>{pcre})')
        return dataclasses.replace(whole, texts=texts)

    def _repeated(self, item):
        """Make the part that an item comes to."""
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
            part.wrapped('', item.quantifier),
            empty=part.empty or item.low == 0,
            width=item.width,
            work=work,
        )


def _lazy(part):
    """Read as little as possible first."""
    python, postgresql, pcre = part.texts
    return dataclasses.replace(
        part, texts=(python + '?', postgresql, pcre + '?')
    )
