"""The entry points, and the first versions of resources."""

import testtools

from placement_inv.handlers.host_inventory import root
from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestResources(testtools.TestCase):
    def _names(self, version):
        return root.resources(requests.make(version=version)).json

    def test_a_resource_is_named_from_its_version_on(self):
        first = self._names(versions.FIRST)
        self.assertEqual('/api/v2/inventories/', first['inventory'])
        for name, since in (
            ('inventory_sources', versions.INVENTORY_SOURCES),
            ('constructed_inventory', versions.CONSTRUCTED),
            ('changes', versions.CHANGE_RECORD),
        ):
            self.assertNotIn(name, first)
            self.assertIn(name, self._names(since))

    def test_resources_of_awx_that_are_always_empty_are_named_too(self):
        self.assertEqual(
            '/api/v2/credentials/', self._names(versions.FIRST)['credentials']
        )


class TestApi(testtools.TestCase):
    def test_it_leads_below_the_prefix_and_sets_the_csrf_token(self):
        req = requests.make('/api/', environ={'SCRIPT_NAME': '/inv'})
        answer = root.api(req)
        self.assertEqual(
            {'v2': '/inv/api/v2/'}, answer.json['available_versions']
        )
        self.assertEqual(
            [{'rel': 'self', 'href': '/inv/api/v2/'}],
            answer.json['versions'][0]['links'],
        )
        self.assertIn('csrftoken=', answer.headers['Set-Cookie'])
