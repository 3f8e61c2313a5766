"""Terms of the extended language about values in documents."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.tests.unit.smartfilter import world

#: By text: the class of the error, the excerpt that it points at, and a part
#: of its message or hint.
ERRORS = {
    'ansible_facts=1': (
        errors.UnknownLookup,
        'ansible_facts',
        'as in ansible_facts__key=value',
    ),
    'ansible_facts__contains=1': (
        errors.UnknownLookup,
        'contains',
        'say which value in it',
    ),
    'ansible_facts__has_key=a': (
        errors.UnknownLookup,
        'has_key',
        'put it in quotes: "has_key"',
    ),
    'ansible_facts__a__icontians=x': (
        errors.UnknownLookup,
        'icontians',
        'did you mean icontains? If it is a key, put it in quotes',
    ),
    'variables__a__ne=1': (errors.UnknownLookup, 'ne', 'did you mean !=?'),
    'effective_variables__a__starts_with=x': (
        errors.UnknownLookup,
        'starts_with',
        'did you mean startswith?',
    ),
    'ansible_facts__a__contains > 1': (
        errors.UnknownLookup,
        'contains',
        'followed by ">"',
    ),
    'ansible_facts__a__regex="(a+)+"': (
        errors.BadValue,
        '(',
        'takes for ever',
    ),
    'effective_variables exists': (
        errors.UnknownLookup,
        'effective_variables',
        'say which value in it',
    ),
}


def _resolve(text):
    return world.resolve(text, smartfilter.Language.EXTENDED).root


class TestErrors(unittest.TestCase):
    def test_each_error_has_its_class_place_and_message(self):
        for text, (kind, excerpt, message) in ERRORS.items():
            with self.subTest(text):
                with self.assertRaises(errors.FilterError) as caught:
                    _resolve(text)
                error = caught.exception
                self.assertIs(kind, type(error), error)
                self.assertEqual(excerpt, error.excerpt)
                self.assertIn(message, f'{error.message} {error.hint}')


class TestTests(unittest.TestCase):
    def _tests(self, text):
        node = _resolve(text)
        return node.nodes if isinstance(node, resolved.Some) else (node,)

    def test_a_value_matches_its_number_and_its_text(self):
        tests = self._tests('ansible_facts__n=3')
        self.assertEqual([3, '3'], [test.operand for test in tests])
        tests = self._tests('ansible_facts__n="3"')
        self.assertEqual(['3'], [test.operand for test in tests])

    def test_steps_may_be_lists_and_quoted(self):
        for text, steps in (
            ('ansible_facts__a[]__b="x"', ('a', resolved.EACH, 'b')),
            ('ansible_facts__"contains"="x"', ('contains',)),
            ('ansible_facts__"a__b"[]="x"', ('a__b', resolved.EACH)),
            ('ansible_facts__typo="x"', ('typo',)),
        ):
            self.assertEqual(steps, _resolve(text).steps, text)

    def test_contains_is_also_true_of_an_element(self):
        text, *elements = self._tests('ansible_facts__a__contains=1')
        self.assertEqual(('a',), text.steps)
        self.assertEqual(
            [(('a', resolved.EACH), 1), (('a', resolved.EACH), '1')],
            [(test.steps, test.operand) for test in elements],
        )

    def test_a_value_may_exist_and_be_null(self):
        for text, lookup, is_negated in (
            ('ansible_facts__a exists', 'exists', False),
            ('ansible_facts__a__exists=no', 'exists', True),
            ('ansible_facts__a__isnull=no', 'not_null', False),
            ('ansible_facts__a__isnull=yes', 'not_null', True),
        ):
            node = _resolve(text)
            self.assertIs(is_negated, isinstance(node, resolved.Not), text)
            test = node.node if is_negated else node
            self.assertEqual(lookup, test.lookup, text)

    def test_order_compares_numbers_unless_quoted(self):
        self.assertEqual(600, _resolve('ansible_facts__m > 600').operand)
        self.assertEqual('600', _resolve('ansible_facts__m > "600"').operand)

    def test_values_of_in_are_separated_by_commas(self):
        tests = self._tests('ansible_facts__m__in="a, b"')
        self.assertEqual(['a', 'b'], [test.operand for test in tests])
