"""The explanation of a filter over HTTP."""

from urllib import parse

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional.handlers.host_inventory import api


class TestExplain(api.ApiTest):
    __test__ = True

    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.host = self.make_host(self.inventory)

    def _explain(self, version=versions.history.last, **parameters):
        return self.ask(
            'GET',
            f'hosts/{self.host.id}/explain/?{parse.urlencode(parameters)}',
            version=version,
        )

    def test_either_a_filter_or_an_inventory_is_explained(self):
        for parameters in (
            {},
            {'host_filter': ''},
            {'host_filter': 'name=x', 'inventory': self.inventory.id},
        ):
            answer = self._explain(**parameters)
            self.assertEqual(400, answer.status_int, parameters)
            self.assertIn('host_filter or inventory', answer.json['detail'])

    def test_each_term_shows_the_values_it_read(self):
        body = self._explain(host_filter='name=web01 and enabled=false').json
        self.assertFalse(body['matches'])
        self.assertEqual(
            [True, False], [term['holds'] for term in body['terms']]
        )
        self.assertEqual(['web01'], body['terms'][0]['seen'])
        self.assertEqual('and', body['verdict']['kind'])
        self.assertEqual(
            [0, 1], [part['term'] for part in body['verdict']['parts']]
        )

    def test_long_values_are_cut(self):
        for length, text in ((2000, 'x' * 1000 + '…'), (1000, 'x' * 1000)):
            self.ask(
                'PATCH',
                f'hosts/{self.host.id}/',
                {'description': 'x' * length},
            )
            (term,) = self._explain(host_filter='description=x').json['terms']
            self.assertEqual([text], term['seen'])

    def test_times_have_the_format_of_bodies(self):
        body = self._explain(host_filter='created__gt=2020-01-01').json
        (value,) = body['terms'][0]['seen']
        host = self.ask('GET', f'hosts/{self.host.id}/').json
        self.assertEqual(host['created'], value)

    def test_an_inventory_explains_the_membership(self):
        smart = self.make_inventory(
            'Smart', kind='smart', host_filter='name=web01'
        )
        for version in (versions.CHANGE_RECORD, versions.HIDDEN_DELETIONS):
            body = self._explain(version, inventory=smart.id).json
            membership = body['membership']
            self.assertEqual(smart.id, membership['inventory'])
            self.assertTrue(body['matches'])
            # It is of another organization.
            self.assertFalse(membership['contained'])
            self.assertEqual(
                version == versions.HIDDEN_DELETIONS,
                'being_deleted' in membership,
            )

    def test_an_inventory_that_does_not_exist_is_an_error_of_its_field(self):
        for text in ('0', '99999999999', '123456'):
            answer = self._explain(inventory=text)
            self.assertEqual(400, answer.status_int, text)
            self.assertEqual(['inventory'], list(answer.json), text)
