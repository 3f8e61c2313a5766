"""The operands of values in the extended language."""

import types
import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import extended_operands
from placement_inv.smartfilter.syntax import ast


def _value(raw, is_quoted=False):
    return ast.Value(raw, is_quoted, errors.Place(f'f={raw}', 2, 2 + len(raw)))


def _field(kind):
    return types.SimpleNamespace(name='f', kind=kind)


class TestWords(unittest.TestCase):
    def test_null_is_a_word_in_any_case_without_quotes(self):
        self.assertTrue(extended_operands.is_null(_value('NULL')))
        self.assertFalse(extended_operands.is_null(_value('null', True)))
        self.assertFalse(extended_operands.is_null(_value('nil')))

    def test_flags_are_words_in_any_case(self):
        for raw, expected in (('Yes', True), ('off', False), ('0', False)):
            flag = extended_operands.parse_boolean('f', _value(raw))
            self.assertIs(expected, flag)
        with self.assertRaisesRegex(errors.BadValue, 'perhaps'):
            extended_operands.parse_boolean('f', _value('perhaps'))

    def test_a_list_is_split_at_its_commas(self):
        parts = extended_operands.split(_value('a, b,,c'), is_quoted=True)
        self.assertEqual(
            [('a', True), ('b', True), ('', True), ('c', True)],
            [(part.raw, part.is_quoted) for part in parts],
        )


class TestPossibleValues(unittest.TestCase):
    def test_an_unquoted_value_may_be_typed_or_a_text(self):
        for raw, expected in (
            ('6', [6, '6']),
            ('1.5', [1.5, '1.5']),
            ('True', [True, 'True']),
            ('NULL', [None, 'NULL']),
            ('web', ['web']),
        ):
            self.assertEqual(
                expected, extended_operands.possible_values(_value(raw))
            )

    def test_a_quoted_value_is_a_text(self):
        self.assertEqual(
            ['6'], extended_operands.possible_values(_value('6', True))
        )


class TestFieldOperand(unittest.TestCase):
    def test_the_lookup_or_else_the_kind_decides(self):
        for kind, lookup, raw, expected in (
            (Kind.TEXT, 'exact', '007', '007'),
            (Kind.INTEGER, 'exact', '007', 7),
            (Kind.INTEGER, 'contains', '007', '007'),
            (Kind.BOOLEAN, 'exact', 'on', True),
        ):
            with self.subTest(kind=kind, lookup=lookup):
                operand = extended_operands.field_operand(
                    _field(kind), lookup, _value(raw)
                )
                self.assertEqual(expected, operand)

    def test_versions_are_ordered_as_versions(self):
        older, newer = (
            extended_operands.field_operand(
                _field(Kind.TEXT), 'version_gt', _value(raw)
            )
            for raw in ('8.9', '8.10')
        )
        self.assertLess(older, newer)
        with self.assertRaisesRegex(errors.BadValue, 'digit'):
            extended_operands.parse_version('f', _value('latest'))


class TestDocumentOperand(unittest.TestCase):
    def test_only_an_order_compares_numbers(self):
        for lookup, raw, expected in (
            ('gt', '6', 6),
            ('gt', 'true', 'true'),
            ('gt', 'web', 'web'),
            ('contains', '6', '6'),
        ):
            with self.subTest(lookup=lookup, raw=raw):
                operand = extended_operands.document_operand(
                    'f', lookup, _value(raw)
                )
                self.assertEqual(expected, operand)
