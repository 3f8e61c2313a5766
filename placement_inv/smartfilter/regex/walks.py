"""Walks of several readers through an automaton that read the same text."""

import functools
import itertools

#: More steps than the analysis of a realistic pattern takes.
_MOST_STEPS = 20_000


class TooManySteps(Exception):
    """The automaton is too large to be analysed."""


class Walks:
    """The walks through the places of an automaton."""

    def __init__(self, reads, follow):
        """`reads` has the characters of each place, as bits.

        `follow` has the places that can follow each place.
        """
        self._reads = reads
        self._follow = follow
        self._steps = 0
        #: Pairs of places from which two readers never meet.
        self._barren = set()

    @functools.cached_property
    def looping_places(self):
        """The places that can follow themselves, in one step or more."""
        return [
            place
            for place in range(len(self._reads))
            if place in self._places_after(place)
        ]

    def can_part_and_meet(self):
        """Tell whether two readers can part in a loop and meet there again.

        The answer is the same for all places of a loop.
        """
        checked_places = set()
        for place in self.looping_places:
            if place not in checked_places:
                loop = self._loop(place)
                checked_places |= loop
                if self._parts_and_meets(place, loop):
                    return True
        return False

    def find_sharing_pairs(self):
        """Yield the pairs of looping places that can share a text.

        One reader stays at the first place, one goes from it to the second
        and one stays there, while all of them read the same.
        """
        for one, other in itertools.permutations(self.looping_places, 2):
            if (
                other in self._places_after(one)
                and one not in self._places_after(other)
                and self._is_shared(one, other)
            ):
                yield one, other

    def find_rivals(self, choices, ends):
        """Return the places, among choices, whose readers can meet later.

        Readers that both reach an end have met as well.
        """
        rivals = set()
        for one, other in itertools.combinations(sorted(choices), 2):
            if self._reads[one] & self._reads[other] and (
                self._can_meet((one, other), ends)
            ):
                rivals.update((one, other))
        return rivals

    def _parts_and_meets(self, place, loop):
        start = (place, place)
        before = {}
        pending = [start]
        while pending:
            pair = pending.pop()
            for following in self._next_pairs(pair, loop):
                if following not in before:
                    before[following] = set()
                    pending.append(following)
                before[following].add(pair)
        back = _search(start, lambda pair: before.get(pair, ()))
        return any(left != right for left, right in back)

    def _can_meet(self, start, ends):
        if start in self._barren:
            return False
        reached_pairs, pending = {start}, [start]
        while pending:
            left, right = pending.pop()
            both_end = left in ends and right in ends
            if both_end or self._follow[left] & self._follow[right]:
                return True
            for pair in self._next_pairs((left, right)):
                if pair not in reached_pairs and pair not in self._barren:
                    reached_pairs.add(pair)
                    pending.append(pair)
        self._barren |= reached_pairs
        return False

    def _is_shared(self, one, other):
        stay, leave = self._loop(one), self._loop(other)
        goal = (one, other, other)
        reads = self._reads

        def steps(places):
            first, second, third = (self._follow[place] for place in places)
            for each in itertools.product(first & stay, second, third & leave):
                self._count()
                if reads[each[0]] & reads[each[1]] & reads[each[2]]:
                    yield each

        return goal in _search((one, one, other), steps, goal)

    def _next_pairs(self, pair, loop=None):
        """Yield the pairs of places that follow a pair on one character."""
        left, right = (self._follow[place] for place in pair)
        if loop is not None:
            left, right = left & loop, right & loop
        for following in itertools.product(left, right):
            self._count()
            if self._reads[following[0]] & self._reads[following[1]]:
                yield following

    def _count(self):
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise TooManySteps

    @functools.cache  # noqa: B019
    def _loop(self, place):
        """Return the places of all loops through a place."""
        return frozenset(
            each
            for each in self._places_after(place)
            if place in self._places_after(each)
        )

    @functools.cache  # noqa: B019
    def _places_after(self, place):
        return frozenset(_search(place, self._follow.__getitem__))


def _search(start, steps, goal=None):
    """Return what one or more steps lead to; it may stop at the goal."""
    states = set()
    pending = [start]
    while pending and goal not in states:
        for following in steps(pending.pop()):
            if following not in states:
                states.add(following)
                pending.append(following)
    return states
