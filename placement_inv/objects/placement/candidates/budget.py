"""What one search for candidates may use: time, memory, a client who waits."""

import math
import time

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import errors

#: A search looks at its budget each time it has made so many candidates.
BATCH = 1000

#: Seconds between two looks whether the client is still there: a look asks
#: the kernel, the clock does not.
_BETWEEN_LOOKS = 0.05

_MEGABYTE = 1024 * 1024
#: Bytes that a candidate takes, without its slots and for each of them; and
#: those of a provider that is read and shown: the rows, the objects, and the
#: JSON that is made of them. The first two are rounded from measurements, the
#: third is an estimate.
_CANDIDATE, _SLOT, _PROVIDER = 700, 430, 2000


class Budget:
    """The limits of one search, and how much of them is used.

    `seconds` and `megabytes` are 0 for no limit. `client_has_left` tells
    whether nobody waits for the answer any more; None where the server
    cannot know. Time runs from the moment the budget is made.
    """

    def __init__(
        self,
        seconds=0,
        megabytes=0,
        client_has_left=None,
        clock=time.monotonic,
    ):
        self._seconds = seconds
        self._megabytes = megabytes
        self._client_has_left = client_has_left
        self._clock = clock
        self._bytes = 0
        self._deadline = clock() + seconds if seconds else math.inf
        self._next_look = -math.inf
        self._is_timed = bool(seconds) or client_has_left is not None

    def check(self):
        """Raise where the time is over, or where the client has left."""
        if not self._is_timed:
            return
        now = self._clock()
        if now >= self._deadline:
            raise errors.BudgetExceeded(limit=f'{self._seconds:g} seconds')
        if self._client_has_left is not None and now >= self._next_look:
            self._next_look = now + _BETWEEN_LOOKS
            if self._client_has_left():
                raise exceptions.ClientLeft()

    def add_candidates(self, count, slots):
        """Count combinations of `slots` providers; raise over the limits."""
        self._add(count * (_CANDIDATE + slots * _SLOT))

    def add_providers(self, count):
        """Count providers that were read; raise over the limits."""
        self._add(count * _PROVIDER)

    def _add(self, size):
        self._bytes += size
        if 0 < self._megabytes * _MEGABYTE < self._bytes:
            raise errors.BudgetExceeded(
                limit=f'{self._megabytes} megabytes of memory'
            )
        self.check()


#: For a search that may take what it needs.
UNLIMITED = Budget()
