"""Proof that slots which compete for providers can all still find one."""


class Matching:
    """A host for each of some slots, kept up while choices are made.

    A provider hosts at most so many slots. Whenever a slot's choice is
    fixed, the hosts of the slots still open are moved out of its way; where
    that is impossible, the choice leads nowhere. So a walk through the
    choices never enters a dead end for want of hosts.
    """

    def __init__(self, options, limits):
        """`options` maps slots to providers, `limits` providers to numbers."""
        self._options = options
        self._limits = limits
        self._hosts = {}
        self._guests = {provider: set() for provider in limits}
        self._fixed = set()

    def start(self):
        """Find a host for every slot; tell whether there is one for each."""
        return all(self._settle(slot, set()) for slot in self._options)

    def take(self, slot, provider):
        """Fix a slot's choice; tell whether the others can still be hosted."""
        if slot not in self._options:
            return True
        self._fixed.add(slot)
        former = self._hosts[slot]
        if former == provider:
            return True
        self._move(slot, provider)
        if len(self._guests[provider]) <= self._limits[provider]:
            return True
        for guest in self._guests[provider] - self._fixed:
            if self._settle(guest, {provider}):
                return True
        self._move(slot, former)
        self._fixed.discard(slot)
        return False

    def give_back(self, slot, _provider):
        """Undo a `take` that succeeded; the hosts found are as good."""
        self._fixed.discard(slot)

    def _settle(self, slot, seen):
        """Host a slot, moving others that are not fixed; tell if it is."""
        for provider in self._options[slot]:
            if provider in seen:
                continue
            seen.add(provider)
            guests = self._guests[provider]
            if len(guests) < self._limits[provider] or any(
                self._settle(guest, seen) for guest in guests - self._fixed
            ):
                self._move(slot, provider)
                return True
        return False

    def _move(self, slot, provider):
        former = self._hosts.get(slot)
        if former is not None:
            self._guests[former].discard(slot)
        self._hosts[slot] = provider
        self._guests[provider].add(slot)
