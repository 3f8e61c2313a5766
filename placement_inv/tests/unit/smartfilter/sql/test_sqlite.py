"""Filters on SQLite: all cases, and how values in documents compare."""

import json
import unittest

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.smartfilter.resolved import EACH
from placement_inv.smartfilter.sql import sqlite
from placement_inv.tests.unit.smartfilter import cases
from placement_inv.tests.unit.smartfilter import numbers
from placement_inv.tests.unit.smartfilter import rows
from placement_inv.tests.unit.smartfilter import world


class TestCases(cases.Finds, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.connection = world.sqlite_engine().connect()
        self.addCleanup(self.connection.close)
        world.create(self.connection)
        world.fill(self.connection, rows.ROWS)

    def test_a_host_in_two_matching_groups_is_one_row(self):
        names = world.names(self.connection, 'groups__name__contains=e')
        self.assertEqual(['n01', 'n02'], names)

    def test_the_deepest_filter_allowed(self):
        text = 'ansible_facts__arr[]__e[]=q'
        for number in range(16):
            word = 'and' if number % 2 else 'or'
            text = f'(groups__parents__name=x {word} {text})'
        self.assertEqual([], world.names(self.connection, text))

    def test_the_deepest_extended_filter_allowed(self):
        text = 'all_groups__name != x'
        for number in range(16):
            word = 'and' if number % 4 in (1, 2) else 'or'
            text = f'not (ansible_facts__a__version > 3 {word} {text})'
        world.names(self.connection, text, smartfilter.Language.EXTENDED)


class TestNumbers(numbers.Compares, unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.connection = world.sqlite_engine().connect()
        self.addCleanup(self.connection.close)
        world.create(self.connection)


class TestDocuments(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = world.sqlite_engine().connect()
        cls.addClassCleanup(cls.connection.close)
        cls.backend = sqlite.SQLite()

    def _evaluate(self, document, write):
        column = sa.literal(json.dumps(document), sa.Text)
        return bool(self.connection.scalar(sa.select(write(column))))

    def _contains(self, document, steps, value):
        return self._evaluate(
            document, lambda doc: self.backend.contains(doc, steps, value)
        )

    def _matches(self, document, lookup, operand, steps=('a',)):
        return self._evaluate(
            document,
            lambda doc: self.backend.matches(doc, steps, lookup, operand),
        )

    def test_values_compare_as_in_json(self):
        for inside, value, expected in (
            (1, 1, True),
            (1.0, 1, True),
            ('1', 1, False),
            (True, 1, False),
            (1, True, False),
            (True, True, True),
            (None, None, True),
            ('null', None, False),
            (2**53 + 1, 2**53, False),
            (1e30, 10**30, True),
            ([1], 1, False),
        ):
            self.assertIs(
                expected,
                self._contains({'a': inside}, ('a',), value),
                (inside, value),
            )

    def test_texts_are_found_in_any_spelling(self):
        # json.dumps writes é as an escape.
        for text in ('web-01', 'é', 'a"b', 'x\ny', '{"b": 1}'):
            self.assertTrue(self._contains({'a': text}, ('a',), text), text)
            self.assertTrue(
                self._contains({'a': [text]}, ('a', EACH), text), text
            )

    def test_names_are_found_in_any_spelling(self):
        for name in ('a b', 'é', 'a"b', '', '0', '$', 'a.b'):
            self.assertTrue(self._contains({name: 1}, (name,), 1), name)
            self.assertFalse(self._contains({'x': 1}, (name,), 1), name)

    def test_a_list_has_no_names_and_an_object_no_elements(self):
        self.assertFalse(self._contains([1], ('0',), 1))
        self.assertFalse(self._contains({'0': 1}, (EACH,), 1))
        self.assertTrue(self._contains([[1]], (EACH, EACH), 1))

    def test_existence(self):
        self.assertTrue(self._matches({'a': None}, 'exists', True))
        self.assertFalse(self._matches({'a': None}, 'not_null', True))
        self.assertFalse(self._matches({}, 'exists', True))

    def test_numbers_compare_also_when_they_are_texts(self):
        for inside, expected in (
            (10, True),
            ('10', True),
            (' 10', False),
            ('9', False),
            (True, False),
        ):
            self.assertIs(
                expected, self._matches({'a': inside}, 'gt', 9), inside
            )

    def test_scalars_have_a_text(self):
        for inside, expected in (
            ('x', True),
            (1, True),
            (True, True),
            (None, False),
            ([], False),
        ):
            self.assertIs(
                expected, self._matches({'a': inside}, 'contains', ''), inside
            )
        self.assertTrue(self._matches({'a': True}, 'iexact', 'TRUE'))
        self.assertTrue(self._matches({'a': 'É'}, 'iexact', 'é'))

    def test_case_matters_unless_the_lookup_ignores_it(self):
        self.assertFalse(self._matches({'a': 'Web'}, 'contains', 'web'))
        self.assertTrue(self._matches({'a': 'Web'}, 'startswith', 'W'))
        self.assertTrue(self._matches({'a': 'Web'}, 'endswith', 'eb'))
