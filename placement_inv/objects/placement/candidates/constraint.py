"""The base class of the constraints on the choices of one candidate."""


class Constraint:
    """A condition on the providers that are chosen for all slots.

    A walk calls `start` first (False: no choice is possible). Then it chooses
    for one slot after the other: `take` adds a choice (False: this choice is
    impossible, and nothing was changed), `give_back` undoes a `take`.

    The other methods describe what decides about the remaining slots, so that
    a walk recognizes a situation that it has seen before; see `dead_ends`.
    """

    def start(self):
        return True

    def kind_of(self, provider):
        """Return what distinguishes a provider from others at all times."""

    def state(self):
        """Return what the choices so far mean for the remaining slots."""

    def state_of(self, provider, slot):
        """Return what they mean for a provider, before the choice for a slot.

        What `state` returns is left out.
        """
