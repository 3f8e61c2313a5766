"""The entity, field and lookup of a key."""

import unittest

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import paths
from placement_inv.smartfilter.syntax import ast
from placement_inv.tests.unit.smartfilter import world


def _segments(key):
    return tuple(
        ast.Segment(name, place=errors.Place(key, 0, len(key)))
        for name in key.split('__')
    )


def _resolve(key):
    return paths.resolve(world.CATALOG, _segments(key))


class TestResolve(unittest.TestCase):
    def test_a_field_of_the_host(self):
        target = _resolve('name__icontains')
        self.assertEqual((), target.path)
        self.assertEqual('name', target.field.name)
        self.assertEqual(['icontains'], [step.name for step in target.rest])

    def test_a_field_behind_relations(self):
        target = _resolve('groups__name')
        self.assertEqual(['groups'], [step.name for step in target.path])
        self.assertEqual('name', target.field.name)
        self.assertEqual((), target.rest)

    def test_a_relation_may_be_the_end(self):
        for key, rest in (('groups', []), ('groups__isnull', ['isnull'])):
            target = _resolve(key)
            self.assertIsNone(target.field)
            self.assertEqual(rest, [step.name for step in target.rest])

    def test_an_unknown_step_is_refused_with_a_hint(self):
        with self.assertRaisesRegex(errors.UnknownField, 'nmae') as caught:
            _resolve('nmae')
        self.assertIn('"name"', caught.exception.hint)


class TestLookup(unittest.TestCase):
    def _lookup(self, key, applicable=('exact', 'icontains')):
        return paths.lookup(_resolve(key), applicable, lookups.ALL)

    def test_the_default_is_equality(self):
        self.assertEqual(lookups.EXACT, self._lookup('name'))
        self.assertEqual('icontains', self._lookup('name__icontains'))

    def test_a_lookup_that_does_not_apply_is_refused(self):
        with self.assertRaisesRegex(
            errors.UnknownLookup, 'gt does not apply to the text field name'
        ):
            self._lookup('name__gt')

    def test_an_unknown_lookup_is_refused(self):
        for key in ('name__bogus', 'name__exact__more'):
            with self.subTest(key), self.assertRaises(errors.UnknownLookup):
                self._lookup(key)
