"""The threads of the embedded server that answer requests."""

import threading
import types
import unittest
from unittest import mock

from waitress import task

from placement_inv.cmd import server

#: Seconds after which a test fails.
_FOREVER = 30


class _Channel:
    """A connection whose next request is served until the test ends it."""

    def __init__(self, path, may_end):
        self.requests = [types.SimpleNamespace(path=path)]
        self.start = threading.Event()
        self.end = threading.Event()
        self._may_end = may_end

    def service(self):
        self.start.set()
        self._may_end.wait(_FOREVER)
        self.end.set()

    def cancel(self):
        """Called for waiting connections at a stop."""


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

    def test_health_checks_do_not_wait_for_other_requests(self):
        for _ in range(2):
            self.assertTrue(self._add('/traits').start.wait(_FOREVER))
        waiting = self._add('/traits')
        self.assertTrue(self._add('/readyz').start.wait(_FOREVER))
        self.assertTrue(self._add('/healthz').start.wait(_FOREVER))
        self.assertFalse(waiting.start.is_set())
        self.may_end.set()
        self.assertTrue(waiting.end.wait(_FOREVER))

    def test_health_does_not_wait_for_readiness(self):
        for _ in range(3):
            self._add('/readyz')
        self.assertTrue(self._add('/healthz').start.wait(_FOREVER))

    def test_an_unreadable_request_is_answered_by_the_pool(self):
        channel = _Channel(None, self.may_end)
        channel.requests = [types.SimpleNamespace()]
        self.lanes.add_task(channel)
        self.assertTrue(channel.start.wait(_FOREVER))

    def test_idle_threads_end_without_a_warning(self):
        with self.assertNoLogs('waitress', 'WARNING'):
            self.lanes.shutdown()

    def test_threads_that_do_not_end_in_time_are_logged_once(self):
        self.assertTrue(self._add('/traits').start.wait(_FOREVER))
        with (
            mock.patch.object(server, '_SECONDS_TO_FINISH', 0.05),
            self.assertLogs('waitress', 'WARNING') as logs,
        ):
            self.lanes.shutdown()
        (line,) = logs.output
        self.assertIn('1 thread(s) still running', line)
