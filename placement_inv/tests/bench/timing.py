"""Asks services in turn, with one client or several, and keeps the times."""

import dataclasses
import itertools
import statistics
import threading
import time

from placement_inv.tests.bench import client as clients
from placement_inv.tests.bench import processes

_WARMING = 3
_ROUNDS = 5


class WrongAnswer(Exception):
    """A service gave an answer that the row does not expect."""


@dataclasses.dataclass
class Sample:
    """What the answers of one service to one row cost."""

    #: Of each request, in the order of their answers.
    milliseconds: list[float] = dataclasses.field(default_factory=list)
    #: How long was asked, all rounds together.
    seconds: float = 0.0
    good: int = 0
    #: Milliseconds of a typical request in each round that had an answer.
    rounds: list[float] = dataclasses.field(default_factory=list)
    #: Conflicts (409) that were answered although nothing was wrong.
    refused: int = 0
    #: Whether a request was given up.
    lost: bool = False
    #: Bytes of the last answer.
    length: int = 0
    #: The largest process at its largest, and how much of it is new.
    megabytes: float = 0.0
    growth: float = 0.0
    #: Milliseconds of processors, the database's left aside.
    busy: float = 0.0

    @property
    def median(self):
        return statistics.median(self.milliseconds)

    @property
    def rate(self):
        """Good answers a second."""
        return self.good / self.seconds

    def summary(self):
        """Return what is kept in files."""
        figures = {
            name: round(getattr(self, name), 3)
            for name in ('good', 'refused', 'length', 'megabytes', 'growth')
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
        return figures | {'lost': self.lost}


def measure(row, services, version, seconds):
    """Return {service name: Sample}; services are asked by turns.

    Whatever else the machine does meanwhile is then done to all of them.
    Each is asked for `seconds`, or as long as five requests take.
    """
    numbers = itertools.count()
    samples = {each.name: Sample() for each in services}
    for each in services:
        try:
            _warm(row, each, version, numbers)
        except clients.NoAnswer:
            samples[each.name].lost = True
    for _ in range(_ROUNDS):
        for each in services:
            sample = samples[each.name]
            if not sample.lost:
                _ask(row, each, version, numbers, seconds / _ROUNDS, sample)
    return samples


def _warm(row, service, version, numbers):
    """Let every process of a service know the request."""
    with clients.several(service, version, row.clients) as several:
        for each in several * -(-_WARMING // row.clients):
            _expect(row, *each.send(each.prepare(row.ask(next(numbers)))))


def _expect(row, status, body):
    """Return whether an answer is good; else it is a mere conflict."""
    if status == row.status:
        return True
    if status == 409 and b'concurrent_update' in body:
        return False
    raise WrongAnswer(f'{row.label}: {status} {body[:500]!r}')


def _ask(row, service, version, numbers, seconds, sample):
    """Ask for some time with all clients of a row."""
    with (
        clients.several(service, version, row.clients) as several,
        processes.watched(service.served.workers) as needs,
    ):
        answers, good = len(sample.milliseconds), sample.good
        begun = time.perf_counter()
        threads = [
            _Asking(row, each, numbers, begun + seconds, sample)
            for each in several
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        seconds = time.perf_counter() - begun
        sample.seconds += seconds
    sample.rounds += _round_cost(
        row, sample.milliseconds[answers:], seconds, sample.good - good
    )
    sample.megabytes = max(sample.megabytes, needs.megabytes)
    sample.growth = max(sample.growth, needs.growth)
    sample.busy += needs.busy
    for each in threads:
        if each.failure is not None:
            raise each.failure


def _round_cost(row, milliseconds, seconds, good):
    """Return the cost of one request as a list, empty without an answer."""
    if not good:
        return []
    if row.by_rate:
        return [seconds * 1000 / good]
    return [statistics.median(milliseconds)]


class _Asking(threading.Thread):
    """One client that asks until a time, and at least once."""

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
            self._ask_on()
        except clients.NoAnswer:
            self._sample.lost = True
        except Exception as error:
            self.failure = error

    def _ask_on(self):
        while True:
            self._ask_until_good(next(self._numbers))
            if time.perf_counter() >= self._until:
                return

    def _ask_until_good(self, number):
        """Repeat one request while it is refused for a mere conflict."""
        message = self._client.prepare(self._row.ask(number))
        good = False
        while not good:
            begun = time.perf_counter()
            status, body = self._client.send(message)
            taken = time.perf_counter() - begun
            self._sample.milliseconds.append(taken * 1000)
            good = _expect(self._row, status, body)
            if good:
                self._sample.good += 1
                self._sample.length = len(body)
            else:
                self._sample.refused += 1
