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
        matching = threading.Thread(target=self._match)
        matching.start()
        time.sleep(0.01)
        # Who waits for the interpreter's lock comes when it is all over.
        self.assertTrue(matching.is_alive())
        matching.join()

    def _match(self):
        with sqlite_functions.time_limit(0.5), self.assertRaises(TimeoutError):
            sqlite_functions.matches(_PATTERN, _LONG)
