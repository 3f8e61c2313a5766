"""Which thread of the embedded server answers what."""

import threading
import types
import unittest

from waitress import task

from placement_inv.cmd import server

#: No test waits so long, unless something hangs.
_FOREVER = 30


class _Channel:
    """A connection whose next request is served until the test ends it."""

    def __init__(self, path, may_end):
        self.requests = [types.SimpleNamespace(path=path)]
        self.begun = threading.Event()
        self.ended = threading.Event()
        self._may_end = may_end

    def service(self):
        self.begun.set()
        self._may_end.wait(_FOREVER)
        self.ended.set()

    def cancel(self):
        """Waiting connections are told so at a stop."""


class TestLanes(unittest.TestCase):
    def setUp(self):
        self.may_end = threading.Event()
        pool = task.ThreadedTaskDispatcher()
        pool.set_thread_count(2)
        self.lanes = server.Lanes(pool)
        self.addCleanup(self.lanes.shutdown)
        self.addCleanup(self.may_end.set)

    def _add(self, path):
        channel = _Channel(path, self.may_end)
        self.lanes.add_task(channel)
        return channel

    def test_probes_wait_for_no_other_request(self):
        for _ in range(2):
            self.assertTrue(self._add('/traits').begun.wait(_FOREVER))
        waiting = self._add('/traits')
        self.assertTrue(self._add('/readyz').begun.wait(_FOREVER))
        self.assertTrue(self._add('/healthz').begun.wait(_FOREVER))
        self.assertFalse(waiting.begun.is_set())
        self.may_end.set()
        self.assertTrue(waiting.ended.wait(_FOREVER))

    def test_health_does_not_wait_for_readiness(self):
        for _ in range(3):
            self._add('/readyz')
        self.assertTrue(self._add('/healthz').begun.wait(_FOREVER))

    def test_what_could_not_be_read_is_answered_by_the_pool(self):
        channel = _Channel(None, self.may_end)
        channel.requests = [types.SimpleNamespace()]
        self.lanes.add_task(channel)
        self.assertTrue(channel.begun.wait(_FOREVER))
