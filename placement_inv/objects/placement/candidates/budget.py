"""The budget of one search for candidates: time, memory, the client."""

import math
import time

from placement_inv import exceptions
from placement_inv.objects.placement.candidates import errors

#: Candidates that a search creates between two checks of its budget.
BATCH = 1000

#: Seconds between two checks whether the client is still connected. Each needs
#: a system call.
_CHECK_INTERVAL = 0.05

_MEGABYTE = 1024 * 1024
#: Bytes of a candidate without its slots, of each slot, and of a provider in
#: the answer: the rows, the objects, and their JSON. The first two are rounded
#: from measurements, the third is an estimate.
_CANDIDATE, _SLOT, _PROVIDER = 700, 430, 2000


class Budget:
    """The limits of one search, and how much of them is used.

    `seconds` and `megabytes` are 0 for no limit. `client_has_left` tells
    whether the client has disconnected; None where the server cannot know.
    The time begins with the creation of the budget.
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
        self._next_check = -math.inf
        self._is_timed = bool(seconds) or client_has_left is not None

    def check(self):
        """Raise BudgetExceeded after the time limit, or ClientLeft."""
        if not self._is_timed:
            return
        now = self._clock()
        if now >= self._deadline:
            raise errors.BudgetExceeded(limit=f'{self._seconds:g} seconds')
        if self._client_has_left is not None and now >= self._next_check:
            self._next_check = now + _CHECK_INTERVAL
            if self._client_has_left():
                raise exceptions.ClientLeft()

    def add_candidates(self, count, slots):
        """Count combinations of `slots` providers; raise as `check` does."""
        self._add(count * (_CANDIDATE + slots * _SLOT))

    def add_providers(self, count):
        """Count providers that were read; raise as `check` does."""
        self._add(count * _PROVIDER)

    def _add(self, size):
        self._bytes += size
        if 0 < self._megabytes * _MEGABYTE < self._bytes:
            raise errors.BudgetExceeded(
                limit=f'{self._megabytes} megabytes of memory'
            )
        self.check()


#: For a search without limits.
UNLIMITED = Budget()
