"""Injects faults, one after the other, at random moments."""

import collections
import random
import time

#: The fraction of the connections that a fault hits.
_FRACTION = 0.5
#: Seconds for which something is stopped: from, to.
_STOP = 1, 6


class Injector:
    """Injects faults of all kinds, in random order."""

    def __init__(self, service, database, proxy, seed):
        self._service = service
        self._database = database
        self._proxy = proxy
        self._chance = random.Random(f'faults-{seed}')
        #: {name of a fault: how often it was injected}.
        self.counts = collections.Counter()
        self._faults = {
            'servers killed': self._kill_server,
            'workers killed': self._kill_worker,
            'connections ended': self._end_connections,
            'connections cut': self._cut_connections,
            'connections frozen': self._freeze_connections,
            'servers stopped for a while': self._stop_server,
            'workers stopped for a while': self._stop_worker,
            'database stopped for a while': self._stop_database,
        }

    def run(self, seconds, count):
        """Inject some faults within some seconds, each kind once a round."""
        start = time.monotonic()
        moments = sorted(
            self._chance.uniform(0, seconds) for _ in range(count)
        )
        names = []
        for moment in moments:
            time.sleep(max(0, start + moment - time.monotonic()))
            if not names:
                names = list(self._faults)
                self._chance.shuffle(names)
            name = names.pop()
            self.counts[name] += self._faults[name]()
        time.sleep(max(0, start + seconds - time.monotonic()))

    def _kill_server(self):
        return self._kill(self._service.servers)

    def _kill_worker(self):
        return self._kill(self._service.workers)

    def _kill(self, members):
        member = self._chance.choice(members)
        member.kill()
        member.start()
        return 1

    def _end_connections(self):
        return self._database.end_connections(self._chance, _FRACTION)

    def _cut_connections(self):
        return self._proxy.cut(self._chance, _FRACTION)

    def _freeze_connections(self):
        frozen_count = self._proxy.count
        self._proxy.freeze()
        try:
            self._pass_time()
        finally:
            self._proxy.thaw()
        return frozen_count

    def _stop_server(self):
        return self._stop(self._chance.choice(self._service.servers))

    def _stop_worker(self):
        return self._stop(self._chance.choice(self._service.workers))

    def _stop(self, member):
        member.pause()
        try:
            self._pass_time()
        finally:
            member.resume()
        return 1

    def _stop_database(self):
        self._database.stop()
        try:
            self._pass_time()
        finally:
            self._database.resume()
        return 1

    def _pass_time(self):
        time.sleep(self._chance.uniform(*_STOP))
