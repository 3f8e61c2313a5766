"""The sortable texts of versions have the order of the versions."""

import itertools
import unittest

from placement_inv.smartfilter import versions
from placement_inv.smartfilter.sql import sqlite_functions

ASCENDING = [
    '0',
    '1.9',
    'v1.9.1',
    '1.10',
    '8.9-rc1',
    '8.9.1',
    '8.10',
    '5.14.0-362.8.1.el9_3.x86_64'.replace('5', '9', 1),
    '2024.01.31',
    '999999999999',
]


class TestVersions(unittest.TestCase):
    def test_order(self):
        for less, more in itertools.pairwise(ASCENDING):
            with self.subTest(f'{less} {more}'):
                self.assertLess(
                    versions.to_sortable(less), versions.to_sortable(more)
                )

    def test_equal(self):
        for one, other in [
            ('8.9', '8.9.0'),
            ('8.9', 'v8.9'),
            ('8.09', '8.9'),
            ('8.9-rc1', '8.9.0-el9'),
            ('1.2.3.4.5.6.7.8.9', '1.2.3.4.5.6.7.8'),
        ]:
            with self.subTest(one):
                self.assertEqual(
                    versions.to_sortable(one), versions.to_sortable(other)
                )

    def test_no_versions(self):
        for text in ('', 'rc1', 'vv1', '.1', '-1'):
            with self.subTest(text):
                self.assertIsNone(versions.to_sortable(text))


class TestSQLiteFunctions(unittest.TestCase):
    def test_lower_keeps_the_length(self):
        for text, expected in {
            'ÀB': 'àb',
            'ΑΣ': 'ας'.replace('ς', 'σ'),
            'İ': 'İ',
            'ß': 'ß',
        }.items():
            with self.subTest(text):
                self.assertEqual(expected, sqlite_functions.lower(text))

    def test_number(self):
        for text, expected in {
            '1': 1.0,
            '-1.50': -1.5,
            ' 1': None,
            '1e3': None,
            '1.': None,
            'nan': None,
            '1' * 31: None,
        }.items():
            with self.subTest(text):
                self.assertEqual(expected, sqlite_functions.number(text))

    def test_null_has_no_version(self):
        for function in (
            sqlite_functions.lower,
            sqlite_functions.version,
            lambda text: sqlite_functions.matches('a', text),
        ):
            self.assertIsNone(function(None))
