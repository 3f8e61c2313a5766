"""Situations of a walk from which no candidate can be completed."""

import collections

#: How many states of providers are remembered, about 50 megabytes.
_MAX_STATES = 500_000


class _NoMemory:
    """Remembers nothing: the methods of DeadEnds for most walks."""

    steps = 0

    def create(self, all_constraints, options):
        """Return a memory for the rest of the walk."""
        return DeadEnds(all_constraints, options)

    def count_result(self):
        pass

    def enter(self, _slot):
        return True

    def leave(self, slot):
        pass


NO_MEMORY = _NoMemory()


class DeadEnds:
    """The situations that a walk has left without a result.

    A situation is what the constraints say about the remaining slots.
    Providers that no slot and no constraint distinguishes are
    interchangeable.
    """

    def __init__(self, all_constraints, options):
        self._constraints = all_constraints
        slots_by_provider = collections.defaultdict(list)
        for slot, providers in enumerate(options):
            for provider in providers:
                slots_by_provider[provider].append(slot)
        by_kind = collections.defaultdict(list)
        for provider, slots in slots_by_provider.items():
            kinds = [c.kind_of(provider) for c in all_constraints]
            by_kind[tuple(slots), *kinds].append(provider)
        self._interchangeable = list(by_kind.values())
        self._situations = set()
        self._space = _MAX_STATES // len(slots_by_provider)
        #: (slot, situation, results before) of the choices being made.
        self._open = []
        self._results = 0
        #: The steps of a walk that take as long as a comparison.
        self.steps = len(slots_by_provider) // 8

    def create(self, _all_constraints, _options):
        """Return the memory for the rest of the walk."""
        return self

    def count_result(self):
        self._results += 1

    def enter(self, slot):
        """Begin the choice for a slot; False where it is a dead end."""
        situation = self._find_situation(slot)
        if situation in self._situations:
            return False
        self._open.append((slot, situation, self._results))
        return True

    def leave(self, slot):
        """End the choice for a slot, after all providers were tried."""
        if not self._open or self._open[-1][0] != slot:
            # The choice began before dead ends were remembered.
            return
        _slot, situation, results = self._open.pop()
        if results == self._results and len(self._situations) < self._space:
            self._situations.add(situation)

    def _find_situation(self, slot):
        """Return the situation before the choice for a slot, hashable."""
        return (
            slot,
            *(constraint.state() for constraint in self._constraints),
            *(
                tuple(sorted(self._state(p, slot) for p in providers))
                for providers in self._interchangeable
            ),
        )

    def _state(self, provider, slot):
        return tuple(c.state_of(provider, slot) for c in self._constraints)
