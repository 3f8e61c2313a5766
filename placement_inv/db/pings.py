"""Tests pooled connections, mostly without a round trip."""

import contextlib
import math
import select
import time
import weakref

#: Seconds after an answer in which a silent connection counts as alive.
_SECONDS = 5


class Ping:
    """The `do_ping` of psycopg's dialect: tells whether a connection lives.

    A server sends a message when it ends a connection. If there is no input
    to read, and the server answered a few seconds ago, a round trip is not
    needed. A machine that is gone sends nothing; hence the time limit.
    """

    def __init__(self, do_ping):
        """Use the dialect's own `do_ping` where a round trip is needed."""
        self._do_ping = do_ping
        self._ping_times = weakref.WeakKeyDictionary()

    def __call__(self, connection):
        now = time.monotonic()
        last_time = self._ping_times.get(connection, -math.inf)
        if now - last_time < _SECONDS and _is_silent(connection):
            return True
        with getattr(connection, 'answering_soon', contextlib.nullcontext)():
            is_alive = self._do_ping(connection)
        self._ping_times[connection] = now
        return is_alive


def _is_silent(connection):
    if connection.closed:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)
