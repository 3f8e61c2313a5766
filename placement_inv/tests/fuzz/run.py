"""A run: shots at an application, verdicts, and what is left afterwards."""

import dataclasses
import logging
import signal
import time

from placement_inv.tests.fuzz import chance
from placement_inv.tests.fuzz import verdict

_FAULTS = 'placement_inv.web.middleware.faults'
#: A run that fails everywhere need not go on.
_MOST_FAILURES = 20


class Hang(BaseException):
    """A request took longer than any may."""


@dataclasses.dataclass(frozen=True)
class Failure:
    """A shot that was not answered as it should be, or a broken promise."""

    number: int
    shot: object
    reason: str


@dataclasses.dataclass
class Outcome:
    """What a run came to."""

    seed: int
    shots: int = 0
    statuses: dict = dataclasses.field(default_factory=dict)
    failures: list = dataclasses.field(default_factory=list)
    slowest: tuple = (0.0, None)
    #: How often each operation was asked for, and how often it succeeded.
    aims: dict = dataclasses.field(default_factory=dict)

    def count(self, number, shot, answer, reason):
        self.shots += 1
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        asked, met = self.aims.get(shot.aim, (0, 0))
        self.aims[shot.aim] = asked + 1, met + (answer.status < 300)
        self.slowest = max(
            self.slowest, (answer.seconds, shot), key=lambda pair: pair[0]
        )
        if reason:
            self.failures.append(Failure(number, shot, reason))

    @property
    def is_hopeless(self):
        return len(self.failures) >= _MOST_FAILURES


class Gun:
    """Fires shots at an application and brings back the answers."""

    def __init__(self, application, seconds):
        self._application = application
        self._seconds = seconds
        self._log = _Log()

    def __enter__(self):
        logging.getLogger(_FAULTS).addHandler(self._log)
        self._before = signal.signal(signal.SIGALRM, _hang)
        return self

    def __exit__(self, *_error):
        signal.signal(signal.SIGALRM, self._before)
        logging.getLogger(_FAULTS).removeHandler(self._log)

    def fire(self, shot):
        """Return the Answer to a shot; a hang is one with status 0."""
        heard = []

        def start_response(status, headers, _error=None):
            heard[:] = [int(status.split()[0]), tuple(headers)]
            return lambda _data: None

        self._log.text = ''
        started = time.monotonic()
        # Longer than the limit: what returns late is told from what hangs.
        signal.setitimer(signal.ITIMER_REAL, 3 * self._seconds)
        body = b''
        try:
            body = _read(self._application(shot.environ(), start_response))
        except Hang:
            heard[:] = [0, ()]
            self._log.text = 'no answer'
        except Exception as error:
            heard[:] = [0, ()]
            self._log.text = f'{type(error).__name__}: {error}'
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        seconds = time.monotonic() - started
        return verdict.Answer(*heard, body, seconds, self._log.text)


class _Log(logging.Handler):
    """Keeps what was logged last."""

    text = ''

    def emit(self, record):
        self.text = self.format(record)


def fuzz(family, application, seed, shots, seconds, beat=250):
    """Fire shots at a family's world and return the Outcome.

    Every `beat` shots the world gets back what it lost.
    """
    outcome = Outcome(seed)
    with Gun(application, seconds) as gun:
        family.begin(gun)
        for number in range(shots):
            if number % beat == 0:
                family.restore(gun)
            shot = family.shot(chance.Chance(f'{seed}/{number}'))
            answer = gun.fire(shot)
            family.learn(answer)
            reason = verdict.fault(shot, answer, seconds, family.error_fault)
            outcome.count(number, shot, answer, reason)
            if outcome.is_hopeless:
                break
        for reason in family.broken_promises(gun):
            outcome.failures.append(Failure(outcome.shots, None, reason))
    return outcome


def _read(iterable):
    try:
        return b''.join(iterable)
    finally:
        close = getattr(iterable, 'close', None)
        if close:
            close()


def _hang(_number, _frame):
    raise Hang()
