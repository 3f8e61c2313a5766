"""Finds the patterns on which backtracking engines can take for ever.

An engine that fails has tried every way in which the pattern can read the
text. The number of ways is judged in the automaton whose states are the
places of the pattern where a character is read:

* A loop that can read one text in two ways doubles their number with each
  turn: it is exponential.
* Of two loops, one behind the other, that can share one text in any
  proportion, each further one multiplies their number by the text's length:
  it is polynomial. Counted repeats are loops of a known number of turns.
* Any other choice, such as ``a?``, multiplies by as many ways as it has.

What is left takes, from one place of a text, a time in proportion to the
text; see "Regular expressions" in ``doc/source/filter-language.rst``.
"""

import math
import re
import string

from placement_inv.smartfilter.regex import walks as regex_walks
from placement_inv.smartfilter.regex.parts import RegexError

_ALPHABET = frozenset(string.printable) | set('éÉß中\xa0')
# Pairs of places are compared, so this bounds the work to its square.
_MOST_PLACES = 120
#: In how many ways one text may be read, where that has a bound at all.
_MOST_WAYS = 256


class Automaton:
    """The places of one pattern, and which may be read after which."""

    def __init__(self, pattern):
        #: The characters that stand for all others, each by its bit.
        self._alphabet = sorted(_ALPHABET | set(pattern))
        self._reads = []
        self._starts = []
        self._follow = []
        #: The same without what is read after a first occurrence.
        self._free = []
        self._sealed = {}
        self._begins = []
        self._lasts = set()
        #: How many turns the repeats around a place may make more or less.
        self._turns = []
        self._loops_at = {}
        self._ways = 1
        #: Whether two repeats lead from one place to the same next one.
        self._doubled = False

    @property
    def size(self):
        """Return how many places there are."""
        return len(self._reads)

    def add(self, atom, start):
        """Add a place that reads what the atom matches; give its number."""
        matches = re.compile(atom, re.DOTALL | re.IGNORECASE).fullmatch
        self._reads.append(
            sum(
                1 << bit
                for bit, char in enumerate(self._alphabet)
                if matches(char)
            )
        )
        self._starts.append(start)
        self._follow.append(set())
        self._free.append(set())
        self._turns.append(1)
        return len(self._reads) - 1

    def link(self, lasts, firsts):
        """Let any of the firsts be read after any of the lasts."""
        for last in lasts:
            self._doubled |= not self._follow[last].isdisjoint(firsts)
            self._follow[last].update(firsts)
            self._sealed.get(last, self._free[last]).update(firsts)

    def look(self, lasts, firsts):
        """Let any of the firsts be looked at behind any of the lasts.

        Each way to get there looks anew.
        """
        for last in lasts:
            self._free[last].update(firsts)

    def seal(self, lasts):
        """Let what comes next stand for itself: nobody looks back from it."""
        for last in lasts:
            self._sealed.setdefault(last, set())

    def begin(self, firsts, lasts):
        """Say what a text to be matched may begin and end with."""
        self._begins.append(firsts)
        self._lasts.update(lasts)

    def repeat(self, item):
        """Say that the places of an item are repeated."""
        turns = math.inf if item.high is None else item.high - item.low + 1
        for place in item.places:
            self._turns[place] *= turns
            self._loops_at.setdefault(place, item.start)

    def multiply(self, ways):
        """Say that there are some ways to read nothing."""
        self._ways *= max(1, ways)

    def refuse_ambiguity(self):
        """Raise RegexError where one text can be read in too many ways."""
        try:
            self._refuse_exponential(
                regex_walks.Walks(self._reads, self._follow)
            )
            walks = regex_walks.Walks(self._reads, self._free)
            self._refuse_polynomial(walks)
            self._refuse_many(walks)
        except regex_walks.TooManySteps:
            raise RegexError(
                'too many repeats and alternatives can read the same', 0
            ) from None

    def _refuse_exponential(self, walks):
        if (
            self._doubled
            or len(walks.looping) > _MOST_PLACES
            or walks.part_and_meet()
        ):
            raise RegexError('a repeat inside a repeat takes for ever', 0)

    def _refuse_polynomial(self, walks):
        """Refuse two repeats that can share a text in any proportion."""
        counted = {}
        for one, other in walks.sharing():
            turns = min(self._turns[one], self._turns[other])
            if turns == math.inf:
                raise RegexError(
                    'this repeat can read the same as a repeat before it',
                    self._loop_at(other),
                )
            for place in (one, other):
                if self._turns[place] < math.inf:
                    counted[self._loop_at(place)] = self._turns[place]
            self._refuse_ways(
                math.prod(counted.values()), self._loop_at(other)
            )
        self._ways *= math.prod(counted.values())

    def _refuse_many(self, walks):
        """Refuse choices that multiply to too many ways."""
        self._refuse_ways(self._ways, 0)
        forks = [*self._begins, *self._sealed.values(), *self._free]
        for choices in forks:
            rivals = walks.rivals(choices, self._lasts)
            if rivals:
                self._ways *= len(rivals)
                self._refuse_ways(self._ways, self._starts[max(rivals)])

    def _refuse_ways(self, ways, start):
        if ways > _MOST_WAYS:
            raise RegexError(
                'together with what is before it, this can read the same '
                f'text in more than {_MOST_WAYS} ways',
                start,
            )

    def _loop_at(self, place):
        return self._loops_at.get(place, self._starts[place])
