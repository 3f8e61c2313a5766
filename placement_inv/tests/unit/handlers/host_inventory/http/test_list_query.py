"""The query strings of lists."""

import testtools
import webob.multidict

from placement_inv import smartfilter
from placement_inv.handlers.host_inventory.http import list_query
from placement_inv.objects.host_inventory import errors

_AND, _OR, _CHAIN = smartfilter.Combination

_TERMS = (
    ('name', ('name', False, _AND)),
    ('not__name', ('name', True, _AND)),
    ('or__name', ('name', False, _OR)),
    ('or__not__name', ('name', True, _OR)),
    ('chain__not__groups__name__in', ('groups__name__in', True, _CHAIN)),
    ('id__int', ('id', False, _AND)),
    ('notes', ('notes', False, _AND)),
    ('order', None),
    ('host_filter', None),
    ('no_truncate', None),
)


def _parse(*pairs):
    return list_query.parse(webob.multidict.MultiDict(pairs))


class TestParse(testtools.TestCase):
    def test_prefixes_negate_and_combine_terms(self):
        for name, parts in _TERMS:
            terms = _parse((name, 'x'))['terms']
            results = [
                (term.key, term.is_negated, term.combination) for term in terms
            ]
            self.assertEqual([parts] if parts else [], results, name)

    def test_each_value_is_a_term(self):
        terms = _parse(('name', 'a'), ('name', 'b'))['terms']
        self.assertEqual(['a', 'b'], [term.value for term in terms])

    def test_search_texts_are_split_at_spaces_and_commas(self):
        search = _parse(('search', 'a b,c'), ('search', 'd'))['search']
        self.assertEqual(('a', 'b', 'c', 'd'), search.own_texts)

    def test_several_related_texts_are_alternatives(self):
        search = _parse(('groups__search', 'a'), ('groups__search', 'b c'))[
            'search'
        ]
        self.assertEqual(
            (('groups', 'a'), ('groups', 'b c')), search.related_texts
        )
        self.assertFalse(search.all_related)

    def test_related_texts_with_commas_are_all_required(self):
        search = _parse(('groups__search', 'a,b'))['search']
        self.assertEqual(
            (('groups', 'a'), ('groups', 'b')), search.related_texts
        )
        self.assertTrue(search.all_related)

    def test_role_level_is_the_name_of_a_role(self):
        self.assertEqual(
            'use', _parse(('role_level', 'use_role'))['role_level']
        )
        self.assertIsNone(_parse()['role_level'])
        error = self.assertRaises(
            errors.InvalidFilter, _parse, ('role_level', 'boss')
        )
        self.assertEqual('There is no role boss.', str(error))

    def test_an_order_is_a_list(self):
        self.assertEqual(
            ('-name', 'id'), _parse(('order_by', '-name, id,'))['order_by']
        )
        self.assertEqual(('id',), _parse(('order', 'id'))['order_by'])
        self.assertEqual((), _parse()['order_by'])

    def test_no_type_is_every_type(self):
        self.assertIsNone(_parse()['types'])
        self.assertEqual((), _parse(('type', ''))['types'])
        self.assertEqual(('host',), _parse(('type', 'host'))['types'])
