"""Cursors: encoding, decoding, and the errors of invalid texts."""

import base64
import datetime
from urllib import parse

import orjson
import testtools

from placement_inv.handlers.host_inventory.http import cursors
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import keyset
from placement_inv.tests.unit.handlers.host_inventory import requests

_ORDER = ('-name', 'id')


def _request(**parameters):
    return requests.make(f'/api/v2/hosts/?{parse.urlencode(parameters)}')


def _encode(document):
    return base64.urlsafe_b64encode(orjson.dumps(document)).decode()


class TestCursor(testtools.TestCase):
    def _parse(self, text, order=_ORDER):
        return cursors.parse(_request(cursor=text), order)

    def test_a_list_without_a_cursor_has_no_place(self):
        self.assertIsNone(cursors.parse(_request(), _ORDER))

    def test_an_empty_cursor_is_the_place_before_all_rows(self):
        self.assertEqual(keyset.Place(), self._parse(''))

    def test_a_link_leads_back_to_its_place(self):
        req = _request(cursor='', order_by='-name,id', page_size=2)
        link = cursors.link(req, keyset.Place(('wéb', 7)))
        query = parse.parse_qs(link.partition('?')[2])
        self.assertEqual(['2'], query['page_size'])
        self.assertEqual(['-name,id'], query['order_by'])
        self.assertEqual(
            keyset.Place(('wéb', 7)), self._parse(query['cursor'][0])
        )

    def test_moments_are_sent_as_text(self):
        moment = datetime.datetime(2026, 1, 2, 3, 4, 5, 6)
        link = cursors.link(
            _request(order_by='created'), keyset.Place((moment, 7))
        )
        (text,) = parse.parse_qs(link.partition('?')[2])['cursor']
        self.assertEqual(
            ('2026-01-02T03:04:05.000006', 7),
            self._parse(text, ('created',)).values,
        )

    def test_the_end_of_a_list_has_no_link(self):
        self.assertIsNone(cursors.link(_request(cursor=''), None))

    def test_a_cursor_of_another_order_is_refused(self):
        text = _encode([['name'], ['web', 7]])
        self.assertRaises(errors.InvalidCursor, self._parse, text)

    def test_an_invalid_cursor_is_refused(self):
        for text in (
            'x',
            'é',
            'e30=',
            _encode(None),
            _encode([]),
            _encode([_ORDER]),
            _encode([_ORDER, 7]),
            _encode([_ORDER, {'name': 1}]),
            _encode([7, []]),
            _encode([_ORDER, [], []]),
            _encode([_ORDER, ['x' * 40_000]]),
        ):
            self.assertRaises(errors.InvalidCursor, self._parse, text)
