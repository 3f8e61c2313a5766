"""The operands of values in AWX's language."""

import datetime
import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import operands
from placement_inv.smartfilter.syntax import ast


def _value(raw, is_quoted=False):
    return ast.Value(raw, is_quoted, errors.Place(f'f={raw}', 2, 2 + len(raw)))


class TestOperand(unittest.TestCase):
    def _operand(self, kind, raw, lookup='exact', is_quoted=False):
        return operands.operand(kind, 'f', lookup, _value(raw, is_quoted))

    def test_the_kind_of_the_field_decides(self):
        for kind, raw, expected in (
            (Kind.TEXT, '007', '7'),
            (Kind.TEXT, 'web', 'web'),
            (Kind.INTEGER, '007', 7),
            (Kind.INTEGER, '-3', -3),
            (Kind.INTEGER, '2.0', 2),
            (Kind.BOOLEAN, 'true', True),
            (Kind.BOOLEAN, 'f', False),
            (Kind.BOOLEAN, '1', True),
        ):
            with self.subTest(kind=kind, raw=raw):
                operand = self._operand(kind, raw)
                self.assertEqual(expected, operand)
                self.assertIs(type(expected), type(operand))

    def test_quotes_keep_the_zeros_of_a_text(self):
        self.assertEqual(
            '007', self._operand(Kind.TEXT, '007', is_quoted=True)
        )

    def test_a_value_that_is_not_of_the_kind_is_refused(self):
        for kind, raw in (
            (Kind.INTEGER, 'web'),
            (Kind.INTEGER, '1.5'),
            (Kind.BOOLEAN, 'perhaps'),
            (Kind.DATETIME, 'yesterday'),
            (Kind.DATETIME, '7'),
        ):
            with (
                self.subTest(kind=kind, raw=raw),
                self.assertRaises(errors.BadValue) as caught,
            ):
                self._operand(kind, raw)
            self.assertIn(raw, str(caught.exception))

    def test_times_are_in_utc(self):
        moment = datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.UTC)
        for raw in ('2026-01-02T03:00:00', '2026-01-02T05:00:00+02:00'):
            self.assertEqual(moment, self._operand(Kind.DATETIME, raw))

    def test_null_is_only_compared_for_equality(self):
        for lookup in ('exact', 'iexact'):
            self.assertIsNone(self._operand(Kind.TEXT, 'null', lookup))
        for lookup in ('gt', 'contains', 'in'):
            with self.subTest(lookup), self.assertRaises(errors.BadValue):
                self._operand(Kind.TEXT, 'null', lookup)
        self.assertEqual(
            'null', self._operand(Kind.TEXT, 'null', is_quoted=True)
        )

    def test_in_compares_with_each_character(self):
        self.assertEqual(
            ('a', ',', 'b'), self._operand(Kind.TEXT, 'a,b', 'in')
        )
        self.assertEqual(
            (1, 2), self._operand(Kind.INTEGER, '12', 'in', is_quoted=True)
        )
        with self.assertRaises(errors.BadValue):
            self._operand(Kind.INTEGER, '12', 'in')

    def test_an_error_in_a_regular_expression_points_into_it(self):
        with self.assertRaises(errors.BadValue) as caught:
            self._operand(Kind.TEXT, 'web[', 'regex')
        self.assertEqual(5, caught.exception.place.start)


class TestParseFlag(unittest.TestCase):
    def test_only_unquoted_words_are_booleans(self):
        self.assertIs(True, operands.parse_flag('f', _value('true')))
        self.assertIs(False, operands.parse_flag('f', _value('false')))
        for value in (
            _value('true', is_quoted=True),
            _value('1'),
            _value('no'),
        ):
            with self.subTest(value), self.assertRaises(errors.BadValue):
                operands.parse_flag('f', value)


class TestSearchText(unittest.TestCase):
    def test_anything_but_null_is_a_text(self):
        self.assertEqual('7', operands.search_text(_value('07')))
        self.assertEqual('web', operands.search_text(_value('web')))
        with self.assertRaises(errors.BadValue):
            operands.search_text(_value('null'))
