"""Walks of several readers through an automaton, all reading one text."""

import functools
import itertools

#: More steps than any pattern takes that somebody would write.
_MOST_STEPS = 20_000


class TooManySteps(Exception):
    """The automaton is too large to be judged."""


class Walks:
    """The walks through places, each with the characters that it reads."""

    def __init__(self, reads, follow):
        """`reads` are sets of bits; `follow` are the places read next."""
        self._reads = reads
        self._follow = follow
        self._steps = 0
        #: Pairs of places from which two readers are known not to meet.
        self._barren = set()

    @functools.cached_property
    def looping(self):
        """The places that can be read again after themselves."""
        return [
            place
            for place in range(len(self._reads))
            if place in self._after(place)
        ]

    def part_and_meet(self):
        """Tell whether two readers can part in a loop and meet there again.

        What holds of one place in a loop holds of all.
        """
        judged = set()
        for place in self.looping:
            if place not in judged:
                loop = self._loop(place)
                judged |= loop
                if self._parts_and_meets(place, loop):
                    return True
        return False

    def sharing(self):
        """Yield pairs of looping places that can share a text.

        One reader stays at the first place, one goes from it to the second
        and one stays there, while all of them read the same.
        """
        for one, other in itertools.permutations(self.looping, 2):
            if (
                other in self._after(one)
                and one not in self._after(other)
                and self._is_shared(one, other)
            ):
                yield one, other

    def rivals(self, choices, ends):
        """Return those of some places whose readers can meet further on.

        Readers that are both at an end have met as well.
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
        waiting = [start]
        while waiting:
            pair = waiting.pop()
            for following in self._together(pair, loop):
                if following not in before:
                    before[following] = set()
                    waiting.append(following)
                before[following].add(pair)
        back = _reached(start, lambda pair: before.get(pair, ()))
        return any(left != right for left, right in back)

    def _can_meet(self, start, ends):
        if start in self._barren:
            return False
        reached, waiting = {start}, [start]
        while waiting:
            left, right = waiting.pop()
            both_end = left in ends and right in ends
            if both_end or self._follow[left] & self._follow[right]:
                return True
            for pair in self._together((left, right)):
                if pair not in reached and pair not in self._barren:
                    reached.add(pair)
                    waiting.append(pair)
        self._barren |= reached
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

        return goal in _reached((one, one, other), steps, goal)

    def _together(self, pair, loop=None):
        """Yield where two readers can be after one more character."""
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
        """Return the places of the loops that a place is in."""
        return frozenset(
            each for each in self._after(place) if place in self._after(each)
        )

    @functools.cache  # noqa: B019
    def _after(self, place):
        return frozenset(_reached(place, self._follow.__getitem__))


def _reached(start, steps, goal=None):
    """Return all that one or more steps lead to, or enough for the goal."""
    reached = set()
    waiting = [start]
    while waiting and goal not in reached:
        for following in steps(waiting.pop()):
            if following not in reached:
                reached.add(following)
                waiting.append(following)
    return reached
