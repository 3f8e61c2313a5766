"""A cache whose entries are forgotten after some seconds."""

import threading
import time

#: The most entries of a cache.
_MOST = 10_000


class TimedCache:
    """The results of a slow question, in one process.

    `seconds()` is how long a result is used; 0 asks each time. None is no
    result, nor is an error: the next caller asks again.
    """

    def __init__(self, seconds, clock=time.monotonic):
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._entries = {}

    def find(self, key, ask):
        """Return the result for a key; `ask()` returns it if it is unknown.

        Callers who ask at the same time for the same key may all ask.
        """
        with self._lock:
            result, end = self._entries.get(key, (None, 0))
            if self._clock() < end:
                return result
        # The answer is as old as the question.
        start = self._clock()
        result = ask()
        seconds = self._seconds()
        if seconds and result is not None:
            with self._lock:
                if len(self._entries) >= _MOST:
                    self._entries.clear()
                self._entries[key] = (result, start + seconds)
        return result
