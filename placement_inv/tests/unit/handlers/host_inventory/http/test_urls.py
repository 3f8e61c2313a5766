"""Paths of rows by id and by names, and the links of bodies."""

import types
from urllib import parse

from hypothesis import given
from hypothesis import strategies as st
import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors


def _request(item='', script_name=''):
    return types.SimpleNamespace(
        environ={},
        path_items={'id': item},
        script_name=script_name,
        version=versions.FIRST,
    )


_NAMES = st.lists(
    st.text(st.characters(exclude_categories=('Cs', 'Cc')), max_size=8).filter(
        lambda name: '/' not in name
    ),
    min_size=2,
    max_size=3,
)


class TestKey(testtools.TestCase):
    def test_digits_are_an_id(self):
        self.assertEqual(7, urls.key(_request('7'), 'Host'))

    def test_impossible_ids_match_no_row(self):
        for text in ('0', '2147483648', '9' * 5000):
            self.assertRaises(errors.NoMatch, urls.key, _request(text), 'Host')

    def test_digits_of_another_script_are_a_name(self):
        self.assertEqual(('٣',), urls.key(_request('٣'), 'Host'))

    def test_names_are_separated_by_two_pluses(self):
        for text, names in (
            ('a', ('a',)),
            ('a++b', ('a', 'b')),
            ('a++', ('a', '')),
            ('a[+]b++c[+][+]', ('a+b', 'c++')),
            ('Inv One++Org', ('Inv One', 'Org')),
        ):
            self.assertEqual(names, urls.key(_request(text), 'Host'), text)

    @given(_NAMES)
    def test_the_path_of_names_leads_back_to_them(self, names):
        path = urls.named_url(_request(), 'hosts', *names)['named_url']
        # What the server receives is decoded once.
        item = parse.unquote(path).removeprefix('/api/v2/hosts/')[:-1]
        self.assertEqual(tuple(names), urls.key(_request(item), 'Host'))


class TestUrl(testtools.TestCase):
    def test_links_are_absolute_paths_with_a_slash_at_the_end(self):
        self.assertEqual('/api/v2/', urls.url(_request()))
        self.assertEqual(
            '/api/v2/hosts/7/groups/',
            urls.url(_request(), 'hosts', 7, 'groups'),
        )
        self.assertEqual(
            '/inv/api/v2/', urls.url(_request(script_name='/inv'))
        )

    def test_a_name_with_a_slash_has_no_path(self):
        self.assertEqual({}, urls.named_url(_request(), 'hosts', 'a/b', 'c'))

    def test_links_of_later_versions_are_left_out(self):
        names = (
            *urls.from_first_version('hosts'),
            ('later', versions.SMART_INVENTORIES),
        )
        links = urls.related_urls(_request(), 'inventories', 1, names)
        self.assertEqual({'hosts': '/api/v2/inventories/1/hosts/'}, links)
