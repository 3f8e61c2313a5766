"""Attempts that run, wait, share a check or are refused."""

import threading
import unittest

from placement_inv.web import errors
from placement_inv.web import password_checks

#: Seconds after which a test fails.
_FOREVER = 30


class _OpenCheck:
    """A check that runs until the test lets it end."""

    def __init__(self, result):
        self.result = result
        self.runs = 0
        self.start_event = threading.Event()
        self.may_end = threading.Event()

    def __call__(self):
        self.runs += 1
        self.start_event.set()
        assert self.may_end.wait(_FOREVER)
        return self.result


class _Attempt(threading.Thread):
    """An attempt in a thread of its own, as in a server."""

    def __init__(self, checks, key, address, check):
        super().__init__(daemon=True)
        self._arguments = (key, address, check)
        self._checks = checks
        self.outcome = None
        self.start()

    def run(self):
        try:
            self.outcome = self._checks.run(*self._arguments)
        except errors.TooManyAttempts:
            self.outcome = 'refused'

    def result(self):
        self.join(_FOREVER)
        return self.outcome


class TestPasswordChecks(unittest.TestCase):
    def setUp(self):
        self.now = 0.0
        self.checks = self._checks(threads=8)
        self.open_checks = []
        self.addCleanup(self._end_all)

    def _checks(self, threads, patience=_FOREVER):
        return password_checks.PasswordChecks(
            threads, patience, lambda: self.now
        )

    def _end_all(self):
        for check in self.open_checks:
            check.may_end.set()

    def _check(self, result=False):
        check = _OpenCheck(result)
        self.open_checks.append(check)
        return check

    def _begin(self, key, address='192.0.2.1', check=None):
        """Begin an attempt; return it and its check once it has a place."""
        check = check or self._check()
        before = self._places()
        attempt = _Attempt(self.checks, key, address, check)
        self._wait_until(lambda: self._places() > before or attempt.outcome)
        return attempt, check

    def _places(self):
        with self.checks._lock:
            return sum(len(c.attempts) for c in self.checks._checks.values())

    def _wait_until(self, condition):
        pause = threading.Event()
        for _ in range(_FOREVER * 200):
            if condition():
                return
            pause.wait(0.005)
        self.fail('it did not happen')

    def _fill(self, count, address='192.0.2.1'):
        return [self._begin(b'flood-%d' % n, address) for n in range(count)]

    def test_the_result_of_the_check_is_returned(self):
        self.assertIs(True, self.checks.run(b'k', 'x', lambda: True))
        self.assertIs(False, self.checks.run(b'k', 'x', lambda: False))

    def test_two_run_at_a_time_and_the_next_when_one_ends(self):
        flood = self._fill(3)
        for _, check in flood[:2]:
            self.assertTrue(check.start_event.wait(_FOREVER))
        self.assertFalse(flood[2][1].start_event.is_set())
        flood[0][1].may_end.set()
        self.assertTrue(flood[2][1].start_event.wait(_FOREVER))

    def test_equal_attempts_share_one_check(self):
        check = self._check(True)
        attempts = [self._begin(b'same', check=check)[0] for _ in range(20)]
        check.may_end.set()
        self.assertEqual([True] * 20, [a.result() for a in attempts])
        self.assertEqual(1, check.runs)

    def test_equal_attempts_that_wait_share_one_check(self):
        flood = self._fill(2)
        check = self._check(True)
        attempts = [self._begin(b'same', check=check)[0] for _ in range(2)]
        for _, other in flood:
            other.may_end.set()
        check.may_end.set()
        self.assertEqual([True] * 2, [a.result() for a in attempts])
        self.assertEqual(1, check.runs)

    def test_half_of_the_threads_are_free_for_others(self):
        for threads, places in ((1, 1), (2, 1), (3, 2), (5, 3), (8, 4)):
            self.checks = self._checks(threads)
            flood = self._fill(places)
            self.assertEqual([None] * places, [a.outcome for a, _ in flood])
            with self.assertRaises(errors.TooManyAttempts) as caught:
                self.checks.run(b'more', '192.0.2.1', self.fail)
            self.assertEqual(429, caught.exception.status)
            self.assertEqual('2', caught.exception.headers['Retry-After'])

    def test_equal_attempts_count_after_a_failed_one(self):
        self.checks.run(b'wrong', '192.0.2.1', lambda: False)
        for _ in range(4):
            self._begin(b'same')
        with self.assertRaises(errors.TooManyAttempts):
            self.checks.run(b'same', '192.0.2.1', self.fail)
        self.now = 10.0
        attempt, _ = self._begin(b'same')
        self.assertIsNone(attempt.outcome)

    def test_an_attempt_without_a_turn_is_refused(self):
        self.checks = self._checks(threads=8, patience=0)
        self._fill(2)
        with self.assertRaises(errors.TooManyAttempts):
            self.checks.run(b'more', '192.0.2.1', self.fail)
        # Its place is free again.
        self.assertEqual(2, self._places())

    def test_an_attempt_that_must_not_wait_is_refused_at_once(self):
        self._fill(2)
        with self.assertRaises(errors.TooManyAttempts):
            self.checks.run(b'more', '192.0.2.1', self.fail, wait=False)

    def test_an_attempt_waits_for_the_end_of_a_shared_check(self):
        self.checks = self._checks(threads=8, patience=0)
        _, check = self._begin(b'same', check=self._check(True))
        attempt, _ = self._begin(b'same', check=check)
        check.may_end.set()
        self.assertIs(True, attempt.result())

    def test_another_address_gets_a_place_of_a_flood(self):
        flood = self._fill(4)
        check = self._check(True)
        attempt = _Attempt(self.checks, b'k', '198.51.100.7', check)
        # The newest attempt of the flood is refused.
        self.assertEqual('refused', flood[3][0].result())
        flood[0][1].may_end.set()
        # It is next, before earlier attempts of the flood.
        self.assertTrue(check.start_event.wait(_FOREVER))
        self.assertFalse(flood[2][1].start_event.is_set())
        check.may_end.set()
        self.assertIs(True, attempt.result())

    def test_addresses_of_one_ipv6_network_count_as_one(self):
        flood = [
            self._begin(b'flood-%d' % n, f'2001:db8::{n + 1}')
            for n in range(4)
        ]
        with self.assertRaises(errors.TooManyAttempts):
            self.checks.run(b'more', '2001:db8::ffff', self.fail)
        attempt = _Attempt(self.checks, b'k', '2001:db8:1::1', self._check())
        self.assertEqual('refused', flood[3][0].result())
        self.assertIsNone(attempt.outcome)

    def test_mapped_ipv4_addresses_are_ipv4_addresses(self):
        self._fill(4)
        with self.assertRaises(errors.TooManyAttempts):
            self.checks.run(b'more', '::ffff:192.0.2.1', self.fail)

    def test_single_attempts_of_addresses_keep_their_places(self):
        for n in range(4):
            self._begin(b'%d' % n, f'192.0.2.{n}')
        with self.assertRaises(errors.TooManyAttempts):
            self.checks.run(b'more', '198.51.100.7', self.fail)

    def test_a_check_that_raises_an_error_frees_its_place(self):
        def fail_check():
            raise OSError

        with self.assertRaises(OSError):
            self.checks.run(b'k', '', fail_check)
        self.assertEqual(0, self._places())
        self.assertIs(True, self.checks.run(b'k', '', lambda: True))
