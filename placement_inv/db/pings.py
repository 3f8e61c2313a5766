"""Checks pooled connections, mostly without a round trip."""

import math
import select
import time
import weakref

#: Seconds for which a connection without new input is taken to be alive.
_SECONDS = 5


class Ping:
    """Tells whether a connection of psycopg lives, as a dialect's do_ping.

    A server that ends a connection says so: where nothing waits to be read,
    and the server answered a moment ago, asking it once more is a round trip
    for nothing. A machine that vanishes says nothing; hence the limit.
    """

    def __init__(self, ask):
        self._ask = ask
        self._asked = weakref.WeakKeyDictionary()

    def __call__(self, connection):
        now = time.monotonic()
        asked = self._asked.get(connection, -math.inf)
        if now - asked < _SECONDS and _is_silent(connection):
            return True
        answer = self._ask(connection)
        self._asked[connection] = now
        return answer


def _is_silent(connection):
    if connection.closed:
        return False
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return not waiting.poll(0)
