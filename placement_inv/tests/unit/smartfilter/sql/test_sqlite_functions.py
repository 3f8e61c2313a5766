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


class TestNumbers(unittest.TestCase):
    def test_numbers_are_ordered_as_decimals(self):
        for text, number, expected in (
            ('18446744073709551617', '18446744073709551616', 1),
            ('-18446744073709551617', '-18446744073709551616', -1),
            ('1e+22', str(10**22), 0),
            ('4.611686018427388e+18', '4611686018427388000', 0),
            ('4.611686018427388e+18', '4611686018427387904', 1),
            (None, '1', None),
        ):
            self.assertEqual(expected, sqlite_functions.order(text, number))

    def test_texts_are_numbers_if_they_have_digits_only(self):
        for text, expected in (
            ('18446744073709551617', 1),
            ('0.5', -1),
            ('1e400', None),
            ('x', None),
            (None, None),
        ):
            self.assertEqual(
                expected,
                sqlite_functions.order_of_text(text, '18446744073709551616'),
            )

    def test_a_member_that_is_a_number_has_its_spelling(self):
        document = '{"a": 18446744073709551617, "b": 1e+22, "c": "1", "d": []}'
        for name, expected in (
            ('a', '18446744073709551617'),
            ('b', '1e+22'),
            ('c', None),
            ('d', None),
            ('e', None),
        ):
            self.assertEqual(expected, sqlite_functions.member(document, name))
        self.assertIsNone(sqlite_functions.member(None, 'a'))
