"""Which names and values a catalog lets through."""

import datetime
import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.tests.unit.smartfilter import world

# text: class, what is pointed at, a part of the message or of the hint
ERRORS = {
    'bogus=1': (
        errors.UnknownField,
        'bogus',
        "Host has no field named 'bogus'",
    ),
    'research=1': (errors.UnknownField, 'research', 'Host has no field'),
    'nmae=1': (errors.UnknownField, 'nmae', 'did you mean "name"?'),
    'name!=a': (errors.UnknownField, 'name!', 'did you mean "name"?'),
    'name[]=a': (errors.UnknownField, 'name[]', 'Host has no field'),
    'name__=a': (errors.UnknownLookup, '', 'No related model for field .'),
    'group__name=a': (errors.UnknownField, 'group', 'mean "groups"?'),
    'groups__nme=a': (errors.UnknownField, 'nme', 'Group has no field'),
    'groups__ansible_facts__n=3': (
        errors.UnknownField,
        'ansible_facts',
        "Group has no field named 'ansible_facts'",
    ),
    'name__bogus=1': (
        errors.UnknownLookup,
        'bogus',
        'No related model for field bogus.',
    ),
    'name__contain=1': (errors.UnknownLookup, 'contain', 'mean "contains"'),
    'name__range=1': (errors.UnknownLookup, 'range', 'No related model'),
    'created__year=2026': (errors.UnknownLookup, 'year', 'No related model'),
    'name__contains__x=1': (errors.UnknownLookup, 'contains', 'No related'),
    'name__search=x': (
        errors.UnknownLookup,
        'search',
        'name is not searchable.',
    ),
    'last_job__search=x': (errors.UnknownLookup, 'search', 'Job is not'),
    'bogus__search=x': (errors.UnknownField, 'bogus', 'Host has no field'),
    'enabled__contains=t': (
        errors.UnknownLookup,
        'contains',
        'contains does not apply to the boolean field enabled.',
    ),
    'groups__contains=1': (
        errors.UnknownLookup,
        'contains',
        'contains does not apply to the relation groups.',
    ),
    'inventory__hosts__inventory__name=x': (
        errors.Loop,
        'inventory',
        'Loops not allowed in filters, inventory is visited twice.',
    ),
    'groups__hosts__groups=1': (errors.Loop, 'groups', 'Loops not allowed'),
    'last_job__extra_vars__icontains=x': (
        errors.Forbidden,
        'extra_vars',
        'Filtering on extra_vars is not allowed.',
    ),
    'groups=web': (errors.BadValue, 'web', "Field 'id' expected a number"),
    'id=abc': (errors.BadValue, 'abc', "Field 'id' expected a number"),
    'id=1.5': (errors.BadValue, '1.5', "Field 'id' expected a number"),
    'id__lt=null': (errors.BadValue, 'null', 'lt cannot compare with null.'),
    'id__in=1,2': (errors.BadValue, '1,2', "Field 'id' expected a number"),
    'id__in=1': (errors.BadValue, '1', 'in takes a text'),
    'name__in=null': (errors.BadValue, 'null', 'in cannot compare'),
    'name__contains=null': (errors.BadValue, 'null', 'use name__isnull'),
    'search=null': (errors.BadValue, 'null', 'cannot be searched'),
    'groups__search=null': (errors.BadValue, 'null', 'cannot be searched'),
    'enabled=maybe': (
        errors.BadValue,
        'maybe',
        'value must be either True or False.',
    ),
    'enabled="false"': (errors.BadValue, '"false"', 'either True or False.'),
    'enabled=2': (errors.BadValue, '2', 'either True or False.'),
    'name__isnull=1': (errors.BadValue, '1', 'isnull takes true or false'),
    'groups__isnull="true"': (errors.BadValue, '"true"', 'isnull takes'),
    'created=x': (errors.BadValue, 'x', 'invalid format.'),
    'created=2020': (errors.BadValue, '2020', 'invalid format.'),
    'created=0001-01-01T00:00:00+14:00': (
        errors.BadValue,
        '0001-01-01T00:00:00+14:00',
        'invalid format.',
    ),
    'name__regex=a[': (errors.BadValue, '[', 'unterminated character set'),
    'name__regex="a{2,1}"': (errors.BadValue, '{', 'count begins above'),
    f'id={"9" * 301}': (errors.BadValue, '9' * 301, 'at most 300 digits'),
    f'ansible_facts__a={"9" * 301}.0': (
        errors.BadValue,
        '9' * 301 + '.0',
        'at most 300 digits',
    ),
}

# text: lookup and operand of a field
OPERANDS = {
    'name=15': ('exact', '15'),
    'name=1.50': ('exact', '1.5'),
    'name=true': ('exact', 'True'),
    'name=1e5': ('exact', '1e5'),
    'name="1.50"': ('exact', '1.50'),
    'name__in=ab': ('in', ('a', 'b')),
    'id=+5': ('exact', 5),
    'id=" 5 "': ('exact', 5),
    'id=2.0': ('exact', 2),
    'id=true': ('exact', 1),
    'id__contains=05': ('contains', '5'),
    'enabled=1': ('exact', True),
    'enabled="0"': ('exact', False),
    'groups=9': ('exact', 9),
    'created__gte=2020-01-02': (
        'gte',
        datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC),
    ),
    'created=2020-01-02T01:00+02:00': (
        'exact',
        datetime.datetime(2020, 1, 1, 23, tzinfo=datetime.UTC),
    ),
}

EACH = resolved.EACH

# text: steps and operand of the facts
FACTS = {
    'ansible_facts__a=1': (('a',), 1),
    'ansible_facts__a__b=1.0': (('a', 'b'), 1.0),
    'ansible_facts__a[]__b[]=x': (('a', EACH, 'b', EACH), 'x'),
    'ansible_facts__a[][]=x': (('a[]', EACH), 'x'),
    'ansible_facts__a__exact=null': (('a',), None),
    'ansible_facts__a__gt="1"': (('a', 'gt'), '1'),
    'ansible_facts__a="null"': (('a',), '"null"'),
    'ansible_facts=1': (('',), 1),
    'ansible_facts__exact=1': (('',), 1),
    'ansible_facts_modified__isnull=true': (('_modified', 'isnull'), True),
    'ansible_factsfoo__bar=TRUE': (('foo', 'bar'), 'TRUE'),
}

AWX, EXTENDED = smartfilter.Language

EXTENDED_ERRORS = {
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
    'ansible_facts__a__regex="(a+)+"': (
        errors.BadValue,
        '(',
        'takes for ever',
    ),
}


class TestCheck(unittest.TestCase):
    def check(self, text, language, kind, found, message):
        with self.assertRaises(errors.FilterError) as caught:
            world.resolve(text, language)
        error = caught.exception
        self.assertIs(kind, type(error), error)
        self.assertEqual(found, error.excerpt)
        self.assertIn(message, f'{error.message} {error.hint}')
        self.assertIn(error.message, error.render())

    def test_errors(self):
        for text, (kind, found, message) in ERRORS.items():
            with self.subTest(text):
                self.check(text, AWX, kind, found, message)

    def test_errors_of_the_extended_language(self):
        for text, expected in EXTENDED_ERRORS.items():
            with self.subTest(text):
                self.check(text, EXTENDED, *expected)

    def test_what_only_the_extended_language_knows(self):
        for text in ('all_groups__name=x', 'has_groups=1', 'name__version=1'):
            with self.subTest(text):
                world.resolve(text, EXTENDED)
                self.assertRaises(errors.FilterError, world.resolve, text)

    def test_operands(self):
        for text, expected in OPERANDS.items():
            with self.subTest(text):
                test = world.resolve(text).root
                self.assertEqual(expected, (test.lookup, test.operand))
                self.assertIs(type(expected[1]), type(test.operand))

    def test_facts(self):
        for text, expected in FACTS.items():
            with self.subTest(text):
                test = world.resolve(text).root
                self.assertEqual(expected, (test.steps, test.operand))
                self.assertIs(type(expected[1]), type(test.operand))

    def test_search_stops_at_the_first_model_named(self):
        test = world.resolve('inventory__groups__search=x').root
        self.assertEqual(['inventory'], [step.name for step in test.path])

    def test_a_test_knows_its_term(self):
        both = world.resolve('name=a and groups__name="b"').root
        self.assertEqual(
            ['name=a', 'groups__name="b"'],
            [test.term.place.excerpt for test in both.nodes],
        )

    def test_every_class_has_a_code_of_its_own(self):
        codes = [kind.code for kind in errors.FilterError.__subclasses__()]
        self.assertEqual(len(codes), len(set(codes)))
        self.assertNotIn(errors.FilterError.code, codes)


class TestCatalog(unittest.TestCase):
    def test_a_relation_to_nowhere_is_the_fault_of_the_catalog(self):
        with self.assertRaises(LookupError):
            smartfilter.Catalog(world.HOST).target(world.HOST.step('groups'))
