"""Terms of the AWX language: their tests, and the errors of bad terms."""

import datetime
import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.tests.unit.smartfilter import world

#: By text: the class of the error, the excerpt that it points at, and a part
#: of its message or hint.
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

#: By text: the lookup and the operand of a field.
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

#: By text: the steps and the operand of facts.
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


class TestErrors(unittest.TestCase):
    def test_each_error_has_its_class_place_and_message(self):
        for text, (kind, excerpt, message) in ERRORS.items():
            with self.subTest(text):
                with self.assertRaises(errors.FilterError) as caught:
                    world.resolve(text)
                error = caught.exception
                self.assertIs(kind, type(error), error)
                self.assertEqual(excerpt, error.excerpt)
                self.assertIn(message, f'{error.message} {error.hint}')
                self.assertIn(error.message, error.render())

    def test_terms_of_the_extended_language_are_unknown(self):
        for text in ('all_groups__name=x', 'has_groups=1', 'name__version=1'):
            with self.subTest(text):
                self.assertRaises(errors.FilterError, world.resolve, text)


class TestTests(unittest.TestCase):
    def test_the_kind_of_a_field_decides_its_operand(self):
        for text, (lookup, operand) in OPERANDS.items():
            with self.subTest(text):
                test = world.resolve(text).root
                self.assertEqual(
                    (lookup, operand), (test.lookup, test.operand)
                )
                self.assertIs(type(operand), type(test.operand))

    def test_facts_are_compared_as_json(self):
        for text, (steps, operand) in FACTS.items():
            with self.subTest(text):
                test = world.resolve(text).root
                self.assertEqual((steps, operand), (test.steps, test.operand))
                self.assertIs(type(operand), type(test.operand))

    def test_null_matches_a_missing_value(self):
        for text, path, field, is_missing in (
            ('note=null', [], 'note', True),
            ('note__isnull=false', [], 'note', False),
            ('groups__name=null', ['groups'], 'name', True),
            ('groups__isnull=true', ['groups'], None, True),
        ):
            test = world.resolve(text).root
            self.assertIsInstance(test, resolved.MissingTest, text)
            self.assertEqual(path, [step.name for step in test.path])
            self.assertEqual(field, test.field and test.field.name)
            self.assertIs(is_missing, test.is_missing)

    def test_a_search_reads_the_search_fields(self):
        test = world.resolve('search=a').root
        names = [field.name for field in test.fields]
        self.assertEqual(
            ((), ['name', 'description'], 'a'),
            (test.path, names, test.operand),
        )

    def test_a_search_ends_at_the_first_relation(self):
        test = world.resolve('inventory__groups__search=x').root
        self.assertEqual(['inventory'], [step.name for step in test.path])

    def test_a_test_has_its_term(self):
        both = world.resolve('name=a and groups__name="b"').root
        self.assertEqual(
            ['name=a', 'groups__name="b"'],
            [test.term.place.excerpt for test in both.nodes],
        )
