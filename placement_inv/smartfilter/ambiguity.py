"""Finds the patterns on which backtracking engines can take for ever.

That takes a loop that can read the same text in two ways: each further turn
doubles the ways to fail. The loops are found in the automaton whose states
are the places of a pattern where a character is read.
"""

import itertools
import re
import string

_ALPHABET = frozenset(string.printable) | set('éÉß中\xa0')
# Pairs of places are compared, so this bounds the work to its square.
_MOST_PLACES = 120


class Automaton:
    """The places of one pattern, and which may be read after which."""

    def __init__(self, pattern):
        self._alphabet = _ALPHABET | set(pattern)
        self._reads = []
        self._follow = []
        #: Whether two repeats lead from one place to the same next one.
        self.doubled = False

    def add(self, atom):
        """Add a place that reads what the atom matches; give its number."""
        matches = re.compile(atom, re.DOTALL | re.IGNORECASE).fullmatch
        self._reads.append({char for char in self._alphabet if matches(char)})
        self._follow.append(set())
        return len(self._reads) - 1

    def link(self, lasts, firsts):
        """Let any of the firsts be read after any of the lasts."""
        for last in lasts:
            self.doubled |= not self._follow[last].isdisjoint(firsts)
            self._follow[last].update(firsts)

    def is_ambiguous(self):
        """Say whether some loop can read some text in two ways."""
        if self.doubled:
            return True
        looping = self._looping()
        if len(looping) > _MOST_PLACES:
            return True
        steps = self._paired(looping)
        return any(self._splits(place, steps) for place in sorted(looping))

    def _looping(self):
        steps = dict(enumerate(self._follow))
        return {place for place in steps if place in _reached(place, steps)}

    def _paired(self, looping):
        """Give the steps that two readers of one text can take at once."""
        pairs = {
            pair
            for pair in itertools.product(looping, repeat=2)
            if not self._reads[pair[0]].isdisjoint(self._reads[pair[1]])
        }
        return {
            (left, right): pairs.intersection(
                itertools.product(self._follow[left], self._follow[right])
            )
            for left, right in pairs
        }

    def _splits(self, place, steps):
        """Say whether two ways part from here and meet here again."""
        here = (place, place)
        return any(
            left != right and here in _reached((left, right), steps)
            for left, right in _reached(here, steps)
        )


def _reached(start, steps):
    """Give all that one or more steps lead to."""
    found = set()
    waiting = [start]
    while waiting:
        for following in steps[waiting.pop()]:
            if following not in found:
                found.add(following)
                waiting.append(following)
    return found
