"""The hosts of a filter over HTTP, before it is saved, and its errors."""

from unittest import mock
from urllib import parse

from placement_inv import exceptions
from placement_inv.objects.host_inventory.hosts import filter_preview
from placement_inv.tests.functional.handlers.host_inventory import api


class TestSmartFilter(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.host = self.make_host(self.inventory)

    def _preview(self, host_filter, **parameters):
        query = parse.urlencode({'host_filter': host_filter, **parameters})
        return self.ask('GET', f'smart_filter/?{query}')

    def test_a_valid_filter_shows_a_page_of_hosts(self):
        body = self._preview('name=web01').json
        self.assertEqual(
            (True, None, 1), (body['valid'], body['error'], body['count'])
        )
        self.assertEqual(['web01'], [row['name'] for row in body['results']])

    def test_an_invalid_filter_shows_the_place_of_the_error(self):
        answer = self._preview('name=web01 and nam=x')
        body = answer.json
        self.assertEqual((400, False), (answer.status_int, body['valid']))
        self.assertEqual(
            (1, 16), (body['error']['line'], body['error']['column'])
        )
        self.assertIn('host_filter', body)

    def test_a_forbidden_field_has_its_own_status(self):
        answer = self._preview('created_by__password=x')
        self.assertFalse(answer.json['valid'])
        self.assertEqual(403, answer.status_int)

    def test_a_costly_filter_has_a_diagnostic_without_a_place(self):
        error = exceptions.FilterTooExpensive(seconds=1)
        with mock.patch.object(filter_preview, 'get', side_effect=error):
            answer = self._preview('name=web01')
        self.assertEqual(400, answer.status_int)
        self.assertEqual(
            (False, 'filter.too_expensive', 'filter.too_expensive', 0),
            (
                answer.json['valid'],
                answer.json['code'],
                answer.json['error']['code'],
                answer.json['error']['position'],
            ),
        )

    def test_hosts_that_others_hide_are_counted_and_named(self):
        other = self.create(
            'inventories/',
            name='Other',
            organization=self.inventory.organization.id,
        )
        hidden = self.create('hosts/', name='web01', inventory=other['id'])
        body = self._preview(
            'name=web01', organization=self.inventory.organization.id
        ).json
        self.assertEqual((1, 1), (body['count'], body['hidden_hosts']))
        self.assertEqual(
            [
                {
                    'id': hidden['id'],
                    'name': 'web01',
                    'url': hidden['url'],
                    'inventory': other['id'],
                    'hidden_by': self.host.id,
                }
            ],
            body['hidden'],
        )

    def test_an_organization_that_does_not_exist_is_an_error_of_its_field(
        self,
    ):
        for text in ('0', '99999999999', '123456'):
            answer = self._preview('name=web01', organization=text)
            self.assertEqual(400, answer.status_int, text)
            self.assertEqual(['organization'], list(answer.json), text)
