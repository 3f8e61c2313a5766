"""Combining the operator of a term with the lookup of its key."""

import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operators
from placement_inv.smartfilter.syntax import ast


def _term(operator):
    key = ast.Key((ast.Segment('a'),), errors.Place('a', 0, 1))
    return ast.Term(key, operator, (ast.Value('1'),))


class TestCombineLookup(unittest.TestCase):
    def test_equality_uses_the_lookup_of_the_key(self):
        for lookup in (lookups.EXACT, 'icontains', 'version'):
            self.assertEqual(
                lookup, operators.combine_lookup(_term('='), lookup)
            )

    def test_an_order_is_a_lookup(self):
        for operator, order in lookups.OF_OPERATOR.items():
            if order is None:
                continue
            term = _term(operator)
            self.assertEqual(
                order, operators.combine_lookup(term, lookups.EXACT)
            )
            self.assertEqual(
                f'version_{order}', operators.combine_lookup(term, 'version')
            )

    def test_existence_takes_no_lookup(self):
        term = _term(lookups.EXISTS)
        self.assertEqual(
            lookups.EXISTS, operators.combine_lookup(term, lookups.EXACT)
        )

    def test_two_lookups_are_refused(self):
        for operator, lookup in (
            ('>=', 'icontains'),
            (lookups.EXISTS, 'version'),
        ):
            with self.assertRaises(errors.UnknownLookup) as caught:
                operators.combine_lookup(_term(operator), lookup)
            self.assertIn(operator, str(caught.exception))


class TestAnyOf(unittest.TestCase):
    def test_a_single_test_is_not_wrapped(self):
        self.assertEqual('a', operators.any_of(iter(['a'])))
        self.assertEqual(
            resolved.Some(('a', 'b')), operators.any_of(['a', 'b'])
        )
