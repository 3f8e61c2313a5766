"""Regular expressions on SQLite end at the deadline of their statement."""

import threading
import time
import unittest

from placement_inv.smartfilter.sql import sqlite_functions

#: A search with it takes as many steps as the square of such a text.
_PATTERN = '[a-z]+[0-9]'
_LONG = 'a' * 200_000


class TestMatches(unittest.TestCase):
    def test_a_text_is_searched(self):
        for text in ('ab1', 'a' * 1000 + '1'):
            self.assertTrue(sqlite_functions.matches(_PATTERN, text))
        self.assertFalse(sqlite_functions.matches(_PATTERN, '1a'))
        self.assertIsNone(sqlite_functions.matches(_PATTERN, None))

    def test_a_match_ends_with_the_limit(self):
        with sqlite_functions.time_limit(0.05) as limit:
            with self.assertRaises(TimeoutError):
                sqlite_functions.matches(_PATTERN, _LONG)
            self.assertTrue(limit.is_exceeded)
            # The next match of the statement does not start.
            with self.assertRaises(TimeoutError):
                sqlite_functions.matches('a', _LONG)

    def test_the_next_limit_starts_again(self):
        with sqlite_functions.time_limit(0), self.assertRaises(TimeoutError):
            sqlite_functions.matches('a', _LONG)
        with sqlite_functions.time_limit(60) as limit:
            self.assertTrue(sqlite_functions.matches('a', _LONG))
            self.assertFalse(limit.is_exceeded)
        self.assertTrue(sqlite_functions.matches('a', _LONG))

    def test_other_threads_run_during_a_search(self):
        self.has_started = threading.Event()
        searcher = threading.Thread(target=self._match)
        searcher.start()
        self.has_started.wait()
        # A thread that waits for the interpreter's lock continues after the
        # search only, and takes one step.
        steps = 0
        while searcher.is_alive() and steps < 10:
            time.sleep(0.001)
            steps += 1
        searcher.join()
        self.assertEqual(10, steps)

    def _match(self):
        with sqlite_functions.time_limit(1), self.assertRaises(TimeoutError):
            self.has_started.set()
            sqlite_functions.matches(_PATTERN, _LONG)
