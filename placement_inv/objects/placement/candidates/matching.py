"""Bipartite matching: all slots that compete for providers can have one."""

from placement_inv.objects.placement.candidates import constraint


class Matching(constraint.Constraint):
    """A provider (the host) for each slot, updated while choices are made.

    A provider hosts a limited number of slots. When the choice for a slot is
    fixed, the slots that are not fixed move to other hosts if necessary;
    where that is impossible, the choice is refused. So a walk through the
    choices never enters a dead end because hosts are missing. Another
    constraint has the state.
    """

    def __init__(self, options, limits):
        """`options` maps slots to providers, `limits` providers to numbers."""
        self._options = options
        self._limits = limits
        self._hosts = {}
        self._guests = {provider: set() for provider in limits}
        self._fixed = set()

    def start(self):
        """Find a host for every slot; tell whether each has one."""
        return all(self._find_host(slot, set()) for slot in self._options)

    def take(self, slot, provider):
        """Fix the choice for a slot; tell whether all others have hosts."""
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
            if self._find_host(guest, {provider}):
                return True
        self._move(slot, former)
        self._fixed.discard(slot)
        return False

    def give_back(self, slot, _provider):
        """Undo a successful `take`; the hosts of the other slots may stay."""
        self._fixed.discard(slot)

    def _find_host(self, slot, tried_providers):
        """Find a host for a slot, moving others that are not fixed.

        Skips `tried_providers`, and adds those that it tries itself. Tells
        whether the slot has a host.
        """
        for provider in self._options[slot]:
            if provider in tried_providers:
                continue
            tried_providers.add(provider)
            guests = self._guests[provider]
            if len(guests) < self._limits[provider] or any(
                self._find_host(guest, tried_providers)
                for guest in guests - self._fixed
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


class Isolation(Matching):
    """A matching that gives each slot a provider of its own."""

    def __init__(self, options):
        """`options` maps slots to providers."""
        providers = set().union(*options.values())
        super().__init__(options, dict.fromkeys(providers, 1))

    def state_of(self, provider, _slot):
        guests = self._guests.get(provider, ())
        return not self._fixed.isdisjoint(guests)
