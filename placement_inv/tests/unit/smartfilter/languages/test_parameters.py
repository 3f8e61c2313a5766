"""List parameters are resolved against a catalog, or refused with a place."""

import unittest

from placement_inv import smartfilter
from placement_inv.smartfilter import errors
from placement_inv.smartfilter import resolved
from placement_inv.tests.unit.smartfilter import world

_OR = smartfilter.Combination.OR
_CHAIN = smartfilter.Combination.CHAIN
_HOST = world.HOST
_GROUPS = _HOST.step('groups')


def _resolve(*parameters, search=None, limits=None):
    return smartfilter.resolve_parameters(
        world.CATALOG,
        [smartfilter.Parameter(*parameter) for parameter in parameters],
        search or smartfilter.TextSearch(),
        limits or smartfilter.Limits(),
    )


class TestResolveParameters(unittest.TestCase):
    def _refuse(self, error_class, *parameters, **kwargs):
        with self.assertRaises(error_class) as caught:
            _resolve(*parameters, **kwargs)
        return caught.exception

    def _test_of(self, *parameter):
        (test,) = _resolve(parameter).joint
        return test

    def test_a_name_leads_to_a_field(self):
        test = self._test_of('groups__name__icontains', 'web')
        group_name = world.GROUP.step('name')
        self.assertEqual(
            resolved.FieldTest(
                (_GROUPS,), group_name, 'icontains', 'web', test.term
            ),
            test,
        )

    def test_each_test_has_its_term(self):
        test = self._test_of('groups__name', 'web')
        self.assertEqual('groups__name', test.term.key.text)
        self.assertEqual('web', test.term.value.raw)
        self.assertTrue(test.term.value.is_quoted)
        self.assertEqual(
            ['groups', 'name'],
            [segment.place.excerpt for segment in test.term.key.segments],
        )

    def test_values_have_the_kind_of_their_field(self):
        for key, value, operand in (
            ('id', ' 7 ', 7),
            ('id__in', '1,2', (1, 2)),
            ('enabled', 'TRUE', True),
            ('name', 'null', 'null'),
            ('name__in', 'a,b', ('a', 'b')),
            ('groups', '3', 3),
            ('groups__in', '3,+4', (3, 4)),
        ):
            self.assertEqual(operand, self._test_of(key, value).operand, key)

    def test_null_and_isnull_test_for_missing_rows(self):
        for key, value, missing in (
            ('groups', 'None', True),
            ('groups__isnull', '1', True),
            ('note__isnull', 'false', False),
        ):
            test = self._test_of(key, value)
            self.assertIsInstance(test, resolved.MissingTest)
            self.assertIs(missing, test.is_missing, key)

    def test_parameters_are_sorted_by_their_combination(self):
        parameters = _resolve(
            ('name', 'a'),
            ('name', 'b', True),
            ('name', 'c', False, _CHAIN),
            ('name', 'd', False, _OR),
            ('name', 'e', True, _OR),
        )
        self.assertEqual(['a'], [test.operand for test in parameters.joint])
        self.assertEqual(
            [('b', True), ('c', False)], _operands(parameters.separate)
        )
        self.assertEqual(
            [('d', False), ('e', True)], _operands(parameters.alternatives)
        )

    def test_repeated_parameters_count_once(self):
        self.assertEqual(1, len(_resolve(('name', 'a'), ('name', 'a')).joint))

    def test_unknown_names_are_refused_with_their_place(self):
        for error_class, key, excerpt in (
            (errors.UnknownField, 'groups__nme', 'nme'),
            (errors.UnknownField, '', ''),
            (errors.UnknownLookup, 'name__foo', 'foo'),
            (errors.UnknownLookup, 'name__search', 'search'),
            (errors.UnknownLookup, 'enabled__gt', 'gt'),
            (errors.UnknownLookup, 'id__iexact', 'iexact'),
            (errors.UnknownLookup, 'groups__contains', 'contains'),
            (errors.Forbidden, 'last_job__extra_vars', 'extra_vars'),
            (errors.Loop, 'groups__hosts__groups__name', 'groups'),
        ):
            error = self._refuse(error_class, (key, 'x'))
            self.assertEqual(excerpt, error.excerpt, key)

    def test_bad_values_are_refused_with_the_sentences_of_awx(self):
        for key, value, message in (
            ('id', 'x', '["“x” value must be an integer."]'),
            ('created', 'x', '["“x” value has an invalid format."]'),
            ('enabled', 'x', 'Unable to convert "x" to boolean'),
            ('groups', 'x', 'Invalid groups id: x'),
            ('groups__in', '1,x', 'Invalid groups id: x'),
            ('name__in', '', 'cannot provide empty value for __in'),
        ):
            error = self._refuse(errors.BadValue, (key, value))
            self.assertEqual(message, error.message, key)

    def test_a_bad_pattern_is_shown_with_its_place(self):
        error = self._refuse(errors.BadValue, ('name__regex', 'a('))
        self.assertIn('line 1, column 3', error.message)

    def test_too_many_values_are_refused(self):
        limits = smartfilter.Limits(values=2)
        for case in (
            {'parameters': [('id__in', '1,2,3')]},
            {'parameters': [('id', '1'), ('id', '2'), ('id', '3')]},
            {'search': smartfilter.TextSearch(('a', 'b', 'c'))},
        ):
            self._refuse(
                errors.TooLarge,
                *case.get('parameters', ()),
                search=case.get('search'),
                limits=limits,
            )
        self.assertEqual(
            (1, 2), _resolve(('id__in', '1,2'), limits=limits).joint[0].operand
        )

    def test_too_many_relations_are_refused(self):
        limits = smartfilter.Limits(relations=1)
        groups = ('groups__name', 'a')
        _resolve(groups, limits=limits)
        error = self._refuse(
            errors.TooLarge, groups, ('inventory__name', 'b'), limits=limits
        )
        self.assertEqual('inventory__name', error.excerpt)

    def test_too_many_steps_are_refused(self):
        limits = smartfilter.Limits(segments=2)
        _resolve(('groups__name', 'a'), limits=limits)
        self._refuse(
            errors.TooLarge, ('groups__name__exact', 'a'), limits=limits
        )


class TestResolveSearch(unittest.TestCase):
    def _resolve(self, *args):
        return _resolve(search=smartfilter.TextSearch(*args))

    def test_texts_are_searched_in_the_rows_themselves(self):
        parameters = self._resolve(('a', 'b', 'a'))
        self.assertEqual(
            ['a', 'b'], [test.operand for test in parameters.own_searches]
        )
        self.assertEqual(
            ['name', 'description'],
            [field.name for field in parameters.own_searches[0].fields],
        )

    def test_texts_are_searched_in_related_rows(self):
        parameters = self._resolve(
            (), (('group', 'x'), ('groups__inventory', 'y')), True
        )
        self.assertEqual(
            [['groups'], ['groups', 'inventory']],
            [
                [relation.name for relation in test.path]
                for test in parameters.related_searches
            ],
        )
        self.assertTrue(parameters.all_related)

    def test_only_relations_are_searched(self):
        for path in ('name', 'groups__name', 'groups__exact'):
            with self.assertRaises(errors.UnknownLookup) as caught:
                self._resolve((), ((path, 'x'),))
            self.assertTrue(
                caught.exception.message.endswith(' is not searchable')
            )


class TestResolveSortKey(unittest.TestCase):
    def _resolve(self, key):
        return smartfilter.resolve_sort_key(world.CATALOG, key)

    def test_a_field_is_a_sort_key(self):
        self.assertEqual(
            resolved.SortKey((_GROUPS,), world.GROUP.step('id')),
            self._resolve('groups__id'),
        )

    def test_a_relation_sorts_by_the_name_of_its_rows(self):
        self.assertEqual(
            resolved.SortKey((_GROUPS,), world.GROUP.step('name')),
            self._resolve('groups'),
        )

    def test_lookups_and_unknown_names_are_refused(self):
        for error_class, key in (
            (errors.UnknownLookup, 'name__gt'),
            (errors.UnknownField, 'foo'),
            (errors.Forbidden, 'last_job__extra_vars'),
        ):
            self.assertRaises(error_class, self._resolve, key)


def _operands(nodes):
    """Return the (operand, is negated) pairs of some nodes."""
    return [
        (node.node.operand, True)
        if isinstance(node, resolved.Not)
        else (node.operand, False)
        for node in nodes
    ]
