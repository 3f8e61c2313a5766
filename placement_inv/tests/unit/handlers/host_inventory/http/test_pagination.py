"""Pages of lists: their parameters and their bodies."""

import testtools

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.unit.handlers.host_inventory import requests


def _request(query='', version=versions.history.last):
    return requests.make(f'/api/v2/hosts/?{query}', version=version)


def _present(_req, row):
    return {'id': row}


class TestQuery(testtools.TestCase):
    def test_the_first_page_is_the_default(self):
        query = pagination.parse_query(_request())
        self.assertEqual(
            (1, 25, True), (query.page, query.size, query.with_count)
        )
        self.assertIsNone(query.after)

    def test_a_page_is_a_number_or_the_last_one(self):
        for text, page in (('7', 7), ('last', list_page.LAST)):
            query = pagination.parse_query(_request(f'page={text}'))
            self.assertEqual(page, query.page)
        for text in ('0', '-1', '', 'x', '1' * 10, '%D9%A3'):
            self.assertRaises(
                domain_errors.InvalidPage,
                pagination.parse_query,
                _request(f'page={text}'),
            )

    def test_the_size_is_bounded_and_never_refused(self):
        for text, size in (
            ('1', 1),
            ('200', 200),
            ('201', 200),
            ('999999999', 200),
            ('0', 25),
            ('x', 25),
            ('-1', 25),
            ('1' * 10, 25),
        ):
            query = pagination.parse_query(_request(f'page_size={text}'))
            self.assertEqual(size, query.size, text)

    def test_parameters_switch_counting_off(self):
        for text, with_count in (
            ('', True),
            ('count=true', True),
            ('count=false', False),
            ('count_disabled=1', False),
        ):
            query = pagination.parse_query(_request(text))
            self.assertEqual(with_count, query.with_count, text)
        self.assertRaises(
            domain_errors.InvalidFilter,
            pagination.parse_query,
            _request('count=no'),
        )

    def test_parameters_of_later_versions_are_refused(self):
        for text in ('count=false', 'cursor=', 'order_by=-pending_deletion'):
            self.assertRaises(
                domain_errors.InvalidFilter,
                pagination.parse_query,
                _request(text, versions.FIRST),
            )

    def test_a_window_looks_at_no_filter(self):
        window = pagination.parse_window(_request('name=x&page=2'))
        self.assertEqual((2, ()), (window.page, window.terms))


class TestDocument(testtools.TestCase):
    def _document(self, query, *values, **options):
        page = list_page.Page((1, 2), *values, **options)
        return pagination.document(_request(query), page, _present)

    def test_a_counted_page_has_neighbours(self):
        for number, previous_number, next_number in (
            (1, None, 2),
            (2, 1, 3),
            (3, 2, None),
        ):
            document = self._document('search=x', 5, number, 2)
            self.assertEqual(5, document['count'])
            self.assertEqual([{'id': 1}, {'id': 2}], document['results'])
            for key, neighbour in (
                ('previous', previous_number),
                ('next', next_number),
            ):
                link = (
                    neighbour and f'/api/v2/hosts/?page={neighbour}&search=x'
                )
                self.assertEqual(link, document[key])

    def test_links_keep_the_size_that_was_granted(self):
        document = self._document('page_size=1000', 500, 1, 200)
        self.assertEqual(
            '/api/v2/hosts/?page=2&page_size=200', document['next']
        )

    def test_an_uncounted_page_knows_whether_there_is_more(self):
        for more in (True, False):
            document = self._document('count=false', None, 2, 2, more=more)
            self.assertNotIn('count', document)
            self.assertEqual(more, document['next'] is not None)
            self.assertIsNotNone(document['previous'])

    def test_with_counting_disabled_there_are_rows_alone(self):
        document = self._document('count_disabled=1', None, 1, 2)
        self.assertEqual({'results'}, set(document))

    def test_a_page_by_cursor_only_leads_on(self):
        for place in (keyset.Place((2,)), None):
            document = self._document('cursor=', None, 1, 2, next_place=place)
            self.assertIsNone(document['previous'])
            self.assertEqual(place is None, document['next'] is None)


class TestErrorsOfHosts(testtools.TestCase):
    def _raise(self, error):
        with pagination.translate_errors_of_hosts():
            raise error

    def test_every_refusal_is_one_sentence_with_its_code(self):
        for error in (
            domain_errors.InvalidPage(),
            domain_errors.FilterForbidden(reason='x'),
            exceptions.FilterTooExpensive(seconds=1),
        ):
            hosts_error = self.assertRaises(
                errors.HostsNotListed, self._raise, error
            )
            self.assertEqual(
                (str(error), error.code), (str(hosts_error), hosts_error.code)
            )

    def test_other_errors_are_not_translated(self):
        for error in (KeyError('x'), exceptions.Conflict()):
            self.assertRaises(type(error), self._raise, error)
