"""Sends requests to services in turn and measures the times."""

import dataclasses
import itertools
import statistics
import threading
import time

from placement_inv.tests.bench import client as clients
from placement_inv.tests.bench import processes

_WARMING = 3
_ROUNDS = 5


class WrongResponse(Exception):
    """A service returned a response that the row does not expect."""


@dataclasses.dataclass
class Sample:
    """The measurements of one service for one row."""

    #: The time of each request, in the order of responses.
    milliseconds: list[float] = dataclasses.field(default_factory=list)
    #: The duration of all rounds.
    seconds: float = 0.0
    good: int = 0
    #: Milliseconds of a typical request, for each round with a response.
    rounds: list[float] = dataclasses.field(default_factory=list)
    #: The number of 409 responses to correct requests.
    conflicts: int = 0
    #: Whether a request had no response.
    has_failed: bool = False
    #: Bytes of the last response.
    length: int = 0
    #: The peak memory of the largest process, and the largest growth.
    megabytes: float = 0.0
    growth: float = 0.0
    #: Processor time in milliseconds, without the database's.
    busy: float = 0.0

    @property
    def median(self):
        return statistics.median(self.milliseconds)

    @property
    def rate(self):
        """Good responses a second."""
        return self.good / self.seconds

    def summary(self):
        """Return the figures for the JSON file."""
        figures = {
            name: round(getattr(self, name), 3)
            for name in ('good', 'conflicts', 'length', 'megabytes', 'growth')
        }
        if self.milliseconds:
            figures |= {
                'requests': len(self.milliseconds),
                'median_ms': round(self.median, 3),
                'least_ms': round(min(self.milliseconds), 3),
                'most_ms': round(max(self.milliseconds), 3),
                'rate': round(self.rate, 2),
                'busy_ms': round(self.busy / len(self.milliseconds), 3),
            }
        return figures | {'lost': self.has_failed}


def measure(row, services, version, seconds):
    """Return {service name: Sample}; the services get requests in turn.

    So other work of the machine affects all of them. Each gets requests for
    `seconds`, or for as long as five requests take.
    """
    numbers = itertools.count()
    samples = {each.name: Sample() for each in services}
    for each in services:
        try:
            _warm(row, each, version, numbers)
        except clients.NoResponse:
            samples[each.name].has_failed = True
    for _ in range(_ROUNDS):
        for each in services:
            sample = samples[each.name]
            if not sample.has_failed:
                _run_round(
                    row, each, version, numbers, seconds / _ROUNDS, sample
                )
    return samples


def _warm(row, service, version, numbers):
    """Send the request to every process of a service."""
    with clients.open_clients(service, version, row.clients) as open_clients:
        for each in open_clients * -(-_WARMING // row.clients):
            _expect(
                row, *each.send(each.prepare(row.make_request(next(numbers))))
            )


def _expect(row, status, body):
    """Return True for a good response, False for a conflict."""
    if status == row.status:
        return True
    if status == 409 and b'concurrent_update' in body:
        return False
    raise WrongResponse(f'{row.label}: {status} {body[:500]!r}')


def _run_round(row, service, version, numbers, seconds, sample):
    """Send requests for some time with all clients of a row."""
    with (
        clients.open_clients(service, version, row.clients) as open_clients,
        processes.measure(service.server.workers) as usage,
    ):
        count, good = len(sample.milliseconds), sample.good
        start = time.perf_counter()
        threads = [
            _ClientThread(row, each, numbers, start + seconds, sample)
            for each in open_clients
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        seconds = time.perf_counter() - start
        sample.seconds += seconds
    sample.rounds += _round_cost(
        row, sample.milliseconds[count:], seconds, sample.good - good
    )
    sample.megabytes = max(sample.megabytes, usage.megabytes)
    sample.growth = max(sample.growth, usage.growth)
    sample.busy += usage.busy
    for each in threads:
        if each.failure is not None:
            raise each.failure


def _round_cost(row, milliseconds, seconds, good):
    """Return the cost of one request as a list, empty without a response."""
    if not good:
        return []
    if row.by_rate:
        return [seconds * 1000 / good]
    return [statistics.median(milliseconds)]


class _ClientThread(threading.Thread):
    """One client that sends requests until a time, and at least one."""

    def __init__(self, row, client, numbers, until, sample):
        super().__init__(daemon=True)
        self._row = row
        self._client = client
        self._numbers = numbers
        self._until = until
        self._sample = sample
        self.failure = None

    def run(self):
        try:
            self._send_requests()
        except clients.NoResponse:
            self._sample.has_failed = True
        except Exception as error:
            self.failure = error

    def _send_requests(self):
        while True:
            self._send_until_good(next(self._numbers))
            if time.perf_counter() >= self._until:
                return

    def _send_until_good(self, number):
        """Repeat one request while it conflicts."""
        message = self._client.prepare(self._row.make_request(number))
        good = False
        while not good:
            start = time.perf_counter()
            status, body = self._client.send(message)
            duration = time.perf_counter() - start
            self._sample.milliseconds.append(duration * 1000)
            good = _expect(self._row, status, body)
            if good:
                self._sample.good += 1
                self._sample.length = len(body)
            else:
                self._sample.conflicts += 1
