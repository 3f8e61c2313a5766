"""How long a search looks for the next candidate in one place."""

#: Steps without a result that end one walk. Only amounts that are hard to pack
#: need so many: about a second.
_STEPS_OF_WALK = 500_000
#: Steps without a result of all walks; then each gets the fewest.
_STEPS_OF_SEARCH = 5_000_000
_FEWEST_STEPS_OF_WALK = 20_000


class Patience:
    """The steps that one search may take without a result.

    A search walks through many trees. One that is hard to search must not use
    the time of all others.
    """

    def __init__(self):
        self._left = _STEPS_OF_SEARCH
        #: Walks that ended early: they may have missed candidates.
        self.ended_walks = 0

    def is_exhausted(self, steps, new_steps):
        """Tell whether a walk must end, and count that.

        `steps` are all since its last result, `new_steps` those since the
        last call.
        """
        self._left -= new_steps
        most = max(_FEWEST_STEPS_OF_WALK, min(_STEPS_OF_WALK, self._left))
        if steps < most:
            return False
        self.ended_walks += 1
        return True
