"""The operands of list parameters."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter.languages import parameter_operands

_quote = parameter_operands.quote
_BOOLEAN = smartfilter.Field('enabled', smartfilter.Kind.BOOLEAN)
_INTEGER = smartfilter.Field('id', smartfilter.Kind.INTEGER)
_TEXT = smartfilter.Field('name', smartfilter.Kind.TEXT)


class TestParameterOperands(unittest.TestCase):
    def test_the_place_of_a_quoted_value_has_its_quotes(self):
        value = _quote('web')
        self.assertEqual(('web', True), (value.raw, value.is_quoted))
        self.assertEqual('"web"', value.place.excerpt)

    def test_null_has_two_words_in_any_case(self):
        for text, expected in (('None', True), ('NULL', True), ('0', False)):
            self.assertIs(
                expected, parameter_operands.is_null(_quote(text)), text
            )

    def test_booleans(self):
        for text, expected in (('1', True), ('False', False), ('0', False)):
            self.assertIs(
                expected,
                parameter_operands.field_operand(
                    _BOOLEAN, 'exact', _quote(text)
                ),
            )
        self.assertRaises(
            errors.BadValue,
            parameter_operands.field_operand,
            _BOOLEAN,
            'exact',
            _quote('yes'),
        )

    def test_words_of_the_filter_language_are_plain_texts(self):
        for text in ('true', 'null', '007'):
            self.assertEqual(
                text,
                parameter_operands.field_operand(_TEXT, 'exact', _quote(text)),
            )

    def test_in_takes_a_list_with_commas(self):
        self.assertEqual(
            (1, 22),
            parameter_operands.field_operand(_INTEGER, 'in', _quote('1,22')),
        )

    def test_ids_of_relations_have_a_bounded_length(self):
        relation_operand = parameter_operands.relation_operand
        self.assertEqual(7, relation_operand('groups', 'gt', _quote(' 7 ')))
        for text in ('', 'x', '1,2', '1' * 19, '1.0'):
            self.assertRaises(
                errors.BadValue,
                relation_operand,
                'groups',
                'exact',
                _quote(text),
            )
