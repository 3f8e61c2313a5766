"""A run: sends requests, checks responses and the rows at the end."""

import dataclasses
import logging
import signal
import time

from placement_inv.tests.fuzz import chance
from placement_inv.tests.fuzz import verdict

_FAULTS = 'placement_inv.web.middleware.faults'
#: A run stops after so many failures.
_MAX_FAILURES = 20


class Hang(BaseException):
    """A request exceeded the time limit."""


@dataclasses.dataclass(frozen=True)
class Failure:
    """A request with a wrong response, or an inconsistency at the end."""

    number: int
    request: object
    reason: str


@dataclasses.dataclass
class Outcome:
    """The statistics and failures of a run."""

    seed: int
    request_count: int = 0
    statuses: dict = dataclasses.field(default_factory=dict)
    failures: list = dataclasses.field(default_factory=list)
    slowest: tuple = (0.0, None)
    #: {operation: (requests, successful requests)}.
    operations: dict = dataclasses.field(default_factory=dict)

    def count(self, number, req, response, reason):
        self.request_count += 1
        self.statuses[response.status] = (
            self.statuses.get(response.status, 0) + 1
        )
        attempts, successes = self.operations.get(req.operation, (0, 0))
        self.operations[req.operation] = (
            attempts + 1,
            successes + (response.status < 300),
        )
        self.slowest = max(
            self.slowest, (response.seconds, req), key=lambda pair: pair[0]
        )
        if reason:
            self.failures.append(Failure(number, req, reason))

    @property
    def has_too_many_failures(self):
        return len(self.failures) >= _MAX_FAILURES


class Client:
    """Sends requests to an application and returns the responses."""

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

    def send(self, req):
        """Return the Response to a request; status 0 if there is none."""
        head = []

        def start_response(status, headers, _error=None):
            head[:] = [int(status.split()[0]), tuple(headers)]
            return lambda _data: None

        self._log.text = ''
        start = time.monotonic()
        # Longer than the limit, to tell slow requests from hanging ones.
        signal.setitimer(signal.ITIMER_REAL, 3 * self._seconds)
        body = b''
        try:
            body = _read(self._application(req.environ(), start_response))
        except Hang:
            head[:] = [0, ()]
            self._log.text = 'no response'
        except Exception as error:
            head[:] = [0, ()]
            self._log.text = f'{type(error).__name__}: {error}'
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        seconds = time.monotonic() - start
        return verdict.Response(*head, body, seconds, self._log.text)


class _Log(logging.Handler):
    """Keeps the last log record."""

    text = ''

    def emit(self, record):
        self.text = self.format(record)


def fuzz(
    family, application, seed, request_count, seconds, restore_interval=250
):
    """Send requests of a family and return the Outcome.

    Every `restore_interval` requests missing rows are created again.
    """
    outcome = Outcome(seed)
    with Client(application, seconds) as client:
        family.begin(client)
        for number in range(request_count):
            if number % restore_interval == 0:
                family.restore(client)
            req = family.make_request(chance.Chance(f'{seed}/{number}'))
            response = client.send(req)
            family.learn(response)
            reason = verdict.find_fault(
                req, response, seconds, family.check_error
            )
            outcome.count(number, req, response, reason)
            if outcome.has_too_many_failures:
                break
        for reason in family.find_inconsistencies(client):
            outcome.failures.append(
                Failure(outcome.request_count, None, reason)
            )
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
