"""What query strings ask of lists."""

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


def _wishes(*pairs):
    return list_query.wishes(webob.multidict.MultiDict(pairs))


class TestWishes(testtools.TestCase):
    def test_names_of_parameters_say_how_terms_join(self):
        for name, expected in _TERMS:
            terms = _wishes((name, 'x'))['terms']
            found = [
                (term.key, term.negated, term.combination) for term in terms
            ]
            self.assertEqual([expected] if expected else [], found, name)

    def test_each_value_is_a_term(self):
        terms = _wishes(('name', 'a'), ('name', 'b'))['terms']
        self.assertEqual(['a', 'b'], [term.value for term in terms])

    def test_texts_to_find_part_at_spaces_and_commas(self):
        search = _wishes(('search', 'a b,c'), ('search', 'd'))['search']
        self.assertEqual(('a', 'b', 'c', 'd'), search.own)

    def test_several_related_texts_are_alternatives(self):
        search = _wishes(('groups__search', 'a'), ('groups__search', 'b c'))[
            'search'
        ]
        self.assertEqual((('groups', 'a'), ('groups', 'b c')), search.related)
        self.assertFalse(search.all_related)

    def test_related_texts_with_commas_are_all_wanted(self):
        search = _wishes(('groups__search', 'a,b'))['search']
        self.assertEqual((('groups', 'a'), ('groups', 'b')), search.related)
        self.assertTrue(search.all_related)

    def test_there_are_no_roles_to_ask_for(self):
        refused = self.assertRaises(
            errors.InvalidFilter, _wishes, ('role_level', 'use_role')
        )
        self.assertIn('no roles of their own', str(refused))

    def test_an_order_is_a_list(self):
        self.assertEqual(
            ('-name', 'id'), _wishes(('order_by', '-name, id,'))['order_by']
        )
        self.assertEqual(('id',), _wishes(('order', 'id'))['order_by'])
        self.assertEqual((), _wishes()['order_by'])

    def test_no_type_is_every_type(self):
        self.assertIsNone(_wishes()['types'])
        self.assertEqual((), _wishes(('type', ''))['types'])
        self.assertEqual(('host',), _wishes(('type', 'host'))['types'])
