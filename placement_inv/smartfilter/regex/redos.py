"""Refuses patterns on which backtracking engines can take too long (ReDoS).

Before an engine fails, it tries every way in which the pattern can match the
text. The number of ways is bounded with the position automaton of the
pattern, whose states are the places where the pattern reads a character:

* A loop that can read one text in two ways doubles their number with each
  turn: it is exponential.
* Of loops one after the other that can share one text in any proportion,
  each further one multiplies their number by the text's length:
  it is polynomial. Counted repeats are loops of a known number of turns.
* Any other choice, such as ``a?``, multiplies by as many ways as it has.

From one position in a text, the other patterns take a time in proportion to
the length of the text; see "Regular expressions" in
``doc/source/filter-language.rst``.
"""

import math
import re
import string

from placement_inv.smartfilter.regex import walks as regex_walks
from placement_inv.smartfilter.regex.parts import RegexError

_ALPHABET = frozenset(string.printable) | set('éÉß中\xa0')
# The analysis compares pairs of places, so its cost is the square of this.
_MOST_PLACES = 120
#: In how many ways one text may be matched, if that number is bounded.
_MOST_WAYS = 256


class Automaton:
    """The places of one pattern, and which of them can follow which."""

    def __init__(self, pattern):
        #: Characters that represent all others; each has its bit.
        self._alphabet = sorted(_ALPHABET | set(pattern))
        self._reads = []
        self._starts = []
        self._follow = []
        #: The same without the places after a first occurrence.
        self._free = []
        self._after_groups = {}
        self._begins = []
        self._lasts = set()
        #: By how many turns the repeats around a place can vary.
        self._turns = []
        self._loops_at = {}
        self._ways = 1
        #: Whether an engine may read parts of a text again and again.
        self.reads_again = False
        #: Whether two repeats lead from one place to the same next place.
        self._has_double_link = False

    @property
    def size(self):
        """Return the number of places."""
        return len(self._reads)

    def add(self, atom, start):
        """Add a place that reads what an atom matches; return its number."""
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
        """Let any of some places follow any of others."""
        for last in lasts:
            self._has_double_link |= not self._follow[last].isdisjoint(firsts)
            self._follow[last].update(firsts)
            self._after_groups.get(last, self._free[last]).update(firsts)

    def look(self, lasts, firsts):
        """Let a lookahead begin at any of some places after any of others.

        Each way to reach it evaluates it again.
        """
        for last in lasts:
            self._free[last].update(firsts)

    def seal(self, lasts):
        """End an atomic group: engines do not backtrack into it."""
        for last in lasts:
            self._after_groups.setdefault(last, set())

    def begin(self, firsts, lasts):
        """Add the places that a text to match can begin and end with."""
        self._begins.append(firsts)
        self._lasts.update(lasts)

    def repeat(self, item):
        """Record the repeat of an item's places."""
        turns = math.inf if item.high is None else item.high - item.low + 1
        self.reads_again |= item.high != 1 and turns > 1
        for place in item.places:
            self._turns[place] *= turns
            self._loops_at.setdefault(place, item.start)

    def multiply(self, ways):
        """Record that the empty text matches in several ways."""
        self._ways *= max(1, ways)

    def refuse_ambiguity(self):
        """Raise RegexError if a text can be matched in too many ways."""
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
            self._has_double_link
            or len(walks.looping_places) > _MOST_PLACES
            or walks.can_part_and_meet()
        ):
            raise RegexError('a repeat inside a repeat takes for ever', 0)

    def _refuse_polynomial(self, walks):
        """Refuse two repeats that can share one text in any proportion."""
        turns_by_loop = {}
        for one, other in walks.find_sharing_pairs():
            turns = min(self._turns[one], self._turns[other])
            if turns == math.inf:
                raise RegexError(
                    'this repeat can read the same as a repeat before it',
                    self._loop_at(other),
                )
            for place in (one, other):
                if self._turns[place] < math.inf:
                    turns_by_loop[self._loop_at(place)] = self._turns[place]
            self._refuse_ways(
                math.prod(turns_by_loop.values()), self._loop_at(other)
            )
        self._ways *= math.prod(turns_by_loop.values())

    def _refuse_many(self, walks):
        """Refuse choices whose ways multiply to too many."""
        self._refuse_ways(self._ways, 0)
        forks = [*self._begins, *self._after_groups.values(), *self._free]
        for choices in forks:
            rivals = walks.find_rivals(choices, self._lasts)
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
