"""Threads that wait for locks at the database, and those that may not."""

import contextlib
import threading
import unittest
from unittest import mock

from placement_inv.db import lock_gate


class TestLockGate(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.gate = lock_gate.LockGate(1)

    def _enter_in_a_thread(self, results, has_entered):
        def enter():
            with self.gate.entered() as may_wait:
                results.append(may_wait)
            has_entered.set()

        thread = threading.Thread(target=enter)
        thread.start()
        self.addCleanup(thread.join)
        return thread

    def test_threads_that_follow_each_other_may_wait(self):
        for _ in range(3):
            with self.gate.entered() as may_wait:
                self.assertTrue(may_wait)

    def test_an_error_ends_the_wait(self):
        with self.assertRaises(ValueError), self.gate.entered():
            raise ValueError
        with self.gate.entered() as may_wait:
            self.assertTrue(may_wait)

    def test_another_thread_waits_until_the_first_is_done(self):
        results, has_entered = [], threading.Event()
        with (
            mock.patch.object(lock_gate, '_LONG', 3600),
            self.gate.entered(),
        ):
            self._enter_in_a_thread(results, has_entered)
            self.assertFalse(has_entered.wait(0.05))
            self.assertEqual([], results)
        self.assertTrue(has_entered.wait(30))
        self.assertEqual([True], results)

    def test_another_thread_may_not_wait_if_the_first_waits_for_long(self):
        with (
            mock.patch.object(lock_gate, '_LONG', 0),
            self.gate.entered(),
            self.gate.entered() as may_wait,
        ):
            self.assertFalse(may_wait)
        with self.gate.entered() as may_wait:
            self.assertTrue(may_wait)

    def test_a_thread_that_may_not_wait_is_not_counted(self):
        gate = lock_gate.LockGate(2)
        with (
            mock.patch.object(lock_gate, '_LONG', 0),
            gate.entered(),
            gate.entered(),
        ):
            for _ in range(2):
                with gate.entered() as may_wait:
                    self.assertFalse(may_wait)

    def test_a_gate_may_have_seconds_of_its_own(self):
        gate = lock_gate.LockGate(1, 0)
        with gate.entered(), gate.entered() as may_wait:
            self.assertFalse(may_wait)
        with gate.entered() as may_wait:
            self.assertTrue(may_wait)

    def test_waits_that_fail_one_by_one_do_not_delay_the_others(self):
        gate = lock_gate.LockGate(2)
        clock = mock.Mock(monotonic=mock.Mock(return_value=100.0))
        with (
            mock.patch.object(lock_gate, 'time', clock),
            mock.patch.object(
                gate._changed, 'wait', side_effect=AssertionError
            ),
            contextlib.ExitStack() as later,
        ):
            first = later.enter_context(contextlib.ExitStack())
            first.enter_context(gate.entered())
            clock.monotonic.return_value += 2
            later.enter_context(gate.entered())
            clock.monotonic.return_value += 2
            # The first one fails, and another follows it.
            with contextlib.suppress(ValueError), first.pop_all():
                raise ValueError
            self.assertTrue(later.enter_context(gate.entered()))
            with gate.entered() as may_wait:
                self.assertFalse(may_wait)

    def test_a_thread_waits_while_others_get_their_locks(self):
        results, entered = [], threading.Event()
        clock = mock.Mock(monotonic=mock.Mock(return_value=100.0))
        gate = self.gate = lock_gate.LockGate(2)
        with mock.patch.object(lock_gate, 'time', clock), gate.entered():
            # It waits for long, while others do not.
            clock.monotonic.return_value += 3600
            with gate.entered():
                pass
            with gate.entered():
                self._enter_in_a_thread(results, entered)
                self.assertFalse(entered.wait(0.05))
            self.assertTrue(entered.wait(30))
        self.assertEqual([True], results)
