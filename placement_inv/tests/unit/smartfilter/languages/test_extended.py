"""Terms of the extended language: their tests, and errors of bad terms."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.tests.unit.smartfilter import world

#: By text: the class of the error, the excerpt that it points at, and a part
#: of its message or hint.
ERRORS = {
    'nmae=1': (errors.UnknownField, 'nmae', 'did you mean "name"?'),
    'NAME=1': (errors.UnknownField, 'NAME', 'did you mean "name"?'),
    'all_group__name=1': (
        errors.UnknownField,
        'all_group',
        'mean "all_groups"?',
    ),
    'has_all_groups=1': (errors.UnknownField, 'has_all_groups', 'Host has'),
    'has_name=1': (errors.UnknownField, 'has_name', 'Host has no field'),
    'ansible_factsfoo=1': (
        errors.UnknownField,
        'ansible_factsfoo',
        'mean "ansible_facts"?',
    ),
    'groups__variables__x=1': (
        errors.UnknownField,
        'variables',
        'Group has no field',
    ),
    'name__"contains"=1': (errors.UnknownLookup, '"contains"', 'No related'),
    'name__bogus > 1': (errors.UnknownLookup, 'bogus', 'field bogus'),
    'name__contains > 1': (
        errors.UnknownLookup,
        'contains',
        'contains cannot be followed by ">".',
    ),
    'name__gt exists': (errors.UnknownLookup, 'gt', 'followed by "exists"'),
    'enabled > true': (
        errors.UnknownLookup,
        'enabled',
        'the boolean field enabled cannot be followed by ">".',
    ),
    'created__version=1': (
        errors.UnknownLookup,
        'version',
        'does not apply to the datetime field created.',
    ),
    'search > a': (errors.UnknownLookup, 'search', 'followed by ">"'),
    'name__search=a': (errors.UnknownLookup, 'search', 'not searchable'),
    'last_job__search=a': (errors.UnknownLookup, 'search', 'Job is not'),
    'has_groups__x=1': (errors.UnknownLookup, 'x', 'has_groups is a count'),
    'has_groups exists': (
        errors.UnknownLookup,
        'has_groups',
        'followed by "exists"',
    ),
    'groups__hosts__groups__name=x': (errors.Loop, 'groups', 'Loops'),
    'last_job__extra_vars exists': (
        errors.Forbidden,
        'extra_vars',
        'not allowed',
    ),
    'groups=web': (errors.BadValue, 'web', 'did you mean groups__name?'),
    'groups in (1, web)': (errors.BadValue, 'web', 'expected a number'),
    'id=true': (errors.BadValue, 'true', 'expected a number'),
    'id > null': (errors.BadValue, 'null', 'gt cannot compare with null'),
    'has_groups=x': (errors.BadValue, 'x', 'expected a number'),
    'has_groups > true': (errors.BadValue, 'true', 'expected a number'),
    'enabled=maybe': (errors.BadValue, 'maybe', 'neither true nor false'),
    'name__isnull=maybe': (errors.BadValue, 'maybe', 'neither true nor'),
    'created in (2020-01-01, x)': (errors.BadValue, 'x', 'invalid format'),
    'name__version > x1': (errors.BadValue, 'x1', 'is no version'),
    "name__regex='a['": (errors.BadValue, '[', 'unterminated character'),
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
    def test_inequality_is_the_negation_of_equality(self):
        self.assertEqual(
            resolved.Not(_resolve('name=a')), _resolve('name != a')
        )

    def test_an_operator_means_a_lookup(self):
        for text, lookup in (
            ('id > 3', 'gt'),
            ('id <= 3', 'lte'),
            ('name__version >= 3', 'version_gte'),
        ):
            self.assertEqual(lookup, _resolve(text).lookup, text)

    def test_several_values_are_one_test(self):
        for text in ('id in (1, 2)', 'id__in="1, 2"'):
            test = _resolve(text)
            self.assertEqual(('in', (1, 2)), (test.lookup, test.operand), text)

    def test_null_among_several_values_is_a_test_of_its_own(self):
        missing, value = _resolve('note in (null, a)').nodes
        self.assertIs(True, missing.is_missing)
        self.assertEqual(('exact', 'a'), (value.lookup, value.operand))

    def test_existence_is_the_opposite_of_a_missing_value(self):
        for text, is_missing in (
            ('note exists', False),
            ('note__isnull=no', False),
            ('groups__exists=no', True),
        ):
            self.assertIs(is_missing, _resolve(text).is_missing, text)

    def test_related_rows_are_counted(self):
        test = _resolve('inventory__has_hosts > 2')
        self.assertEqual(['inventory'], [step.name for step in test.path])
        self.assertEqual(
            ('hosts', 'gt', 2), (test.relation.name, test.lookup, test.operand)
        )

    def test_a_count_that_is_true_is_the_existence_of_rows(self):
        for text, is_missing in (
            ('has_groups=true', False),
            ('has_groups=FALSE', True),
        ):
            test = _resolve(text)
            self.assertEqual(['groups'], [step.name for step in test.path])
            self.assertIs(is_missing, test.is_missing, text)

    def test_a_search_follows_all_relations(self):
        tests = _resolve('inventory__groups__search in (a, b)').nodes
        self.assertEqual(['a', 'b'], [test.operand for test in tests])
        self.assertEqual(
            ['inventory', 'groups'], [step.name for step in tests[0].path]
        )
