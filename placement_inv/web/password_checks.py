"""Limits how many password checks run at a time, and who waits for one.

A check with bcrypt takes the processor for a quarter of a second or more,
before it is known who asks. Two run at a time; equal attempts share one. The
attempts that hold a thread of the server are few enough to leave threads for
other requests: one more is refused, or takes the place of another address
that holds more of them. Nothing is counted by user name, so that a stranger
who guesses passwords cannot shut the user out.
"""

import collections
import dataclasses
import enum
import ipaddress
import threading
import time

from placement_inv.web import errors

#: Threads of a server that does not tell how many it has.
_USUAL_THREADS = 8
_MOST_AT_A_TIME = 2
#: Seconds that an attempt waits for its turn.
_PATIENCE = 2.0
#: Seconds after a failed check in which attempts that share one are counted.
_ALERT = 10.0
#: One client owns at least this much of IPv6.
_IPV6_PREFIX = 64


class _State(enum.Enum):
    WAITS = enum.auto()
    RUNS = enum.auto()
    ENDED = enum.auto()
    REFUSED = enum.auto()


@dataclasses.dataclass(eq=False)
class _Check:
    """One check, for all attempts that are equal."""

    key: bytes
    attempts: list = dataclasses.field(default_factory=list)
    is_running: bool = False
    #: None where the check itself failed.
    result: bool | None = None


@dataclasses.dataclass(eq=False)
class _Attempt:
    """One request that holds a thread until its check has ended."""

    check: _Check
    network: str
    state: _State = _State.WAITS
    #: Set with each change of the state.
    changed: threading.Event = dataclasses.field(
        default_factory=threading.Event
    )

    def become(self, state):
        self.state = state
        self.changed.set()


class PasswordChecks:
    """Runs the password checks of a process, each in a thread that asks."""

    def __init__(self, threads=None, patience=_PATIENCE, clock=time.monotonic):
        """`threads` is how many requests the server works on at a time."""
        threads = threads or _USUAL_THREADS
        self._places = max(1, min(threads - 1, max(3, threads // 2)))
        self._at_a_time = max(1, min(_MOST_AT_A_TIME, self._places - 1))
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        #: By key, the oldest first.
        self._checks = {}
        self._alert_until = None

    def run(self, key, address, check, wait=True):
        """Return what `check()` returns, or what an equal attempt's did.

        Attempts are equal by their `key`. Raises TooManyAttempts after two
        seconds without a turn, or at once where no place to wait is left.
        Without `wait` nobody waits for a turn.
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
        attempt.changed.wait(patience)
        with self._lock:
            if attempt.state is _State.WAITS and not attempt.check.is_running:
                self._refuse(attempt)
        if attempt.state is _State.WAITS:
            # The check that it shares runs, and ends by itself.
            attempt.changed.wait()
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
                other.become(_State.ENDED)
            self._start_checks()

    def _refuse(self, attempt):
        attempt.check.attempts.remove(attempt)
        if not attempt.check.attempts:
            del self._checks[attempt.check.key]
        attempt.become(_State.REFUSED)

    def _start_checks(self):
        """Start waiting checks: first of who has fewest, then the oldest."""
        while True:
            running = [c for c in self._checks.values() if c.is_running]
            waiting = [c for c in self._checks.values() if not c.is_running]
            if not waiting or len(running) >= self._at_a_time:
                return
            busy = collections.Counter(c.attempts[0].network for c in running)
            # Of equals `min` returns the first.
            check = min(waiting, key=lambda c: busy[c.attempts[0].network])
            check.is_running = True
            check.attempts[0].become(_State.RUNS)

    def _has_place(self, key, network):
        """Tell whether an attempt may hold a thread; it may push one out."""
        check = self._checks.get(key)
        if check is not None and check.is_running and self._is_calm():
            # Clients of one user that start together: one check serves all.
            return True
        attempts = [a for c in self._checks.values() for a in c.attempts]
        if len(attempts) < self._places:
            return True
        held = collections.Counter(attempt.network for attempt in attempts)
        idle = [a for a in attempts if a.state is _State.WAITS]
        most = max((held[a.network] for a in idle), default=0)
        if most <= held[network] + 1:
            return False
        self._refuse(
            next(a for a in reversed(idle) if held[a.network] == most)
        )
        return True

    def _is_calm(self):
        return self._alert_until is None or self._clock() >= self._alert_until


def _network(address):
    """Return the part of a client's address that one client cannot choose."""
    try:
        parsed = ipaddress.ip_address(address or '')
    except ValueError:
        return ''
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed, _IPV6_PREFIX), False))
