"""Limits the number of password checks that run or wait at a time.

A check with bcrypt uses the processor for a quarter of a second or more,
before the caller is known. Two run at a time; equal attempts share one. The
attempts that hold a thread of the server are limited, to leave threads for
other requests: one more is refused, or takes the place of an attempt of an
address that holds more of them. Nothing is counted by user name, so that a
stranger who guesses passwords cannot lock a user out.
"""

import collections
import dataclasses
import enum
import ipaddress
import threading
import time

from placement_inv.web import errors

#: The number of threads of a server where it is unknown.
_USUAL_THREADS = 8
_MAX_AT_A_TIME = 2
#: Seconds that an attempt waits for its turn.
_PATIENCE = 2.0
#: Seconds after a failed check in which attempts that share a check count,
#: too.
_ALERT = 10.0
#: A client usually owns all IPv6 addresses with the same prefix.
_IPV6_PREFIX = 64


class _State(enum.Enum):
    WAITS = enum.auto()
    RUNS = enum.auto()
    ENDED = enum.auto()
    REFUSED = enum.auto()


@dataclasses.dataclass(eq=False)
class _Check:
    """One check, shared by equal attempts."""

    key: bytes
    attempts: list = dataclasses.field(default_factory=list)
    is_running: bool = False
    #: None before the end, or if the check raised an error.
    result: bool | None = None


@dataclasses.dataclass(eq=False)
class _Attempt:
    """One request that holds a thread until its check has ended."""

    check: _Check
    network: str
    state: _State = _State.WAITS
    #: Set at each change of the state.
    state_change: threading.Event = dataclasses.field(
        default_factory=threading.Event
    )

    def set_state(self, state):
        self.state = state
        self.state_change.set()


class PasswordChecks:
    """Runs the password checks of a process, in the threads of requests."""

    def __init__(self, threads=None, patience=_PATIENCE, clock=time.monotonic):
        """`threads` is the number of the server's threads, None if unknown.

        `patience` is the seconds that an attempt waits for its turn.
        """
        threads = threads or _USUAL_THREADS
        self._places = max(1, min(threads - 1, max(3, threads // 2)))
        self._at_a_time = max(1, min(_MAX_AT_A_TIME, self._places - 1))
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        #: By key, the oldest first.
        self._checks = {}
        self._alert_until = None

    def run(self, key, address, check, wait=True):
        """Return the result of `check()`, or that of an equal attempt.

        Attempts with the same `key` are equal. Raises TooManyAttempts after
        two seconds without a turn, or at once if no place to wait is left, or
        if `wait` is false.
        """
        attempt = self._enter(key, _network(address))
        try:
            self._await_turn(attempt, self._patience if wait else 0)
            if attempt.state is _State.RUNS:
                attempt.check.result = check()
        finally:
            self._leave(attempt)
        if attempt.check.result is None:
            raise errors.TooManyAttempts()
        return attempt.check.result

    def _enter(self, key, network):
        with self._lock:
            if not self._has_place(key, network):
                raise errors.TooManyAttempts()
            check = self._checks.setdefault(key, _Check(key))
            attempt = _Attempt(check, network)
            check.attempts.append(attempt)
            self._start_checks()
            return attempt

    def _await_turn(self, attempt, patience):
        attempt.state_change.wait(patience)
        with self._lock:
            if attempt.state is _State.WAITS and not attempt.check.is_running:
                self._refuse(attempt)
        if attempt.state is _State.WAITS:
            # The check that it shares is running; wait for its end.
            attempt.state_change.wait()
        if attempt.state is _State.REFUSED:
            raise errors.TooManyAttempts()

    def _leave(self, attempt):
        """Let the next check start, if this attempt ran one."""
        if attempt.state is not _State.RUNS:
            return
        with self._lock:
            check = self._checks.pop(attempt.check.key)
            if not check.result:
                self._alert_until = self._clock() + _ALERT
            for other in check.attempts[1:]:
                other.set_state(_State.ENDED)
            self._start_checks()

    def _refuse(self, attempt):
        attempt.check.attempts.remove(attempt)
        if not attempt.check.attempts:
            del self._checks[attempt.check.key]
        attempt.set_state(_State.REFUSED)

    def _start_checks(self):
        """Start waiting checks while there are free turns.

        The client with the fewest running checks goes first, then the oldest
        check.
        """
        while True:
            running = [c for c in self._checks.values() if c.is_running]
            waiting = [c for c in self._checks.values() if not c.is_running]
            if not waiting or len(running) >= self._at_a_time:
                return
            busy = collections.Counter(c.attempts[0].network for c in running)
            # Of equal checks, `min` returns the first, which is the oldest.
            check = min(waiting, key=lambda c: busy[c.attempts[0].network])
            check.is_running = True
            check.attempts[0].set_state(_State.RUNS)

    def _has_place(self, key, network):
        """Tell whether an attempt may hold a thread.

        If all places are taken, refuse a waiting attempt of a client that
        holds at least two more places.
        """
        check = self._checks.get(key)
        if check is not None and check.is_running and self._is_calm():
            # Many clients of one user may start together; they need one check.
            return True
        attempts = [a for c in self._checks.values() for a in c.attempts]
        if len(attempts) < self._places:
            return True
        places = collections.Counter(attempt.network for attempt in attempts)
        waiting = [a for a in attempts if a.state is _State.WAITS]
        most = max((places[a.network] for a in waiting), default=0)
        if most <= places[network] + 1:
            return False
        self._refuse(
            next(a for a in reversed(waiting) if places[a.network] == most)
        )
        return True

    def _is_calm(self):
        return self._alert_until is None or self._clock() >= self._alert_until


def _network(address):
    """Return the part of a client's address that a client cannot choose."""
    try:
        ip = ipaddress.ip_address(address or '')
    except ValueError:
        return ''
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip.packed, _IPV6_PREFIX), False))
