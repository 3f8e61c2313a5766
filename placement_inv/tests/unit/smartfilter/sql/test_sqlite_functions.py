"""Regular expressions on SQLite stop in time, and stop nobody else."""

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
            # What comes after it in the statement does not begin.
            with self.assertRaises(TimeoutError):
                sqlite_functions.matches('a', _LONG)

    def test_the_next_limit_begins_anew(self):
        with sqlite_functions.time_limit(0), self.assertRaises(TimeoutError):
            sqlite_functions.matches('a', _LONG)
        with sqlite_functions.time_limit(60) as limit:
            self.assertTrue(sqlite_functions.matches('a', _LONG))
            self.assertFalse(limit.is_exceeded)
        self.assertTrue(sqlite_functions.matches('a', _LONG))

    def test_other_threads_go_on_meanwhile(self):
        self.begun = threading.Event()
        matching = threading.Thread(target=self._match)
        matching.start()
        self.begun.wait()
        # A thread that waits for the interpreter's lock goes on when the
        # search is over, and takes one step.
        steps = 0
        while matching.is_alive() and steps < 10:
            time.sleep(0.001)
            steps += 1
        matching.join()
        self.assertEqual(10, steps)

    def _match(self):
        with sqlite_functions.time_limit(1), self.assertRaises(TimeoutError):
            self.begun.set()
            sqlite_functions.matches(_PATTERN, _LONG)
