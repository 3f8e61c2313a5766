"""Lists of the resources that only AWX has."""

from unittest import mock

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.objects.host_inventory import errors
from placement_inv.tests.unit.handlers.host_inventory import requests

_EMPTY = {'count': 0, 'next': None, 'previous': None, 'results': []}


class TestLists(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.routes = unsupported.routes()

    def _get(self, route, row_id):
        return self.routes[route]['GET'].handler(
            requests.make(path_items={'id': row_id})
        )

    def test_a_list_is_empty(self):
        answer = self.routes['/api/v2/credentials']['GET'].handler(
            requests.make()
        )
        self.assertEqual(_EMPTY, answer.json)

    def test_a_list_below_a_row_is_empty_if_the_row_exists(self):
        route = '/api/v2/inventory_updates/{id}/notifications'
        with mock.patch.object(unsupported.update, 'get') as get:
            self.assertEqual(_EMPTY, self._get(route, '7').json)
            self.assertEqual(7, get.call_args.args[1])
            get.side_effect = errors.NoMatch(model='InventoryUpdate')
            self.assertRaises(errors.NoMatch, self._get, route, '8')

    def test_an_update_is_not_found_by_a_name(self):
        self.assertRaises(
            errors.NoMatch,
            self._get,
            '/api/v2/inventory_updates/{id}/credentials',
            'estate',
        )

    def test_each_list_needs_the_right_to_read_its_row(self):
        for noun, rule in (
            ('hosts', 'host_inventory:hosts:read'),
            ('groups', 'host_inventory:groups:read'),
        ):
            route = f'/api/v2/{noun}/{{id}}/job_host_summaries'
            self.assertEqual(rule, self.routes[route]['GET'].rule)

    def test_related_names_are_those_of_the_routes(self):
        names = unsupported.related_names('inventory_sources')
        self.assertIn(('schedules', versions.INVENTORY_SOURCES), names)
        for name, since in names:
            route = f'/api/v2/inventory_sources/{{id}}/{name}'
            self.assertEqual(since, self.routes[route]['GET'].since)

    def test_lists_of_teams_end_with_the_version_that_has_teams(self):
        for route, former in unsupported.former_routes().items():
            self.assertFalse(former.exists_at(versions.TENANTS), route)
            self.assertTrue(former.exists_at(versions.FIRST), route)
            self.assertNotIn(route, self.routes)
