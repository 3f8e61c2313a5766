"""The body of a group in lists and at its own path."""

import types

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.groups import representation
from placement_inv.tests.unit.handlers.host_inventory import requests


class TestGroup(testtools.TestCase):
    def test_only_its_own_path_shows_its_named_url(self):
        req, group = requests.make(), requests.row()
        self.assertNotIn(
            'named_url', representation.row(req, group)['related']
        )
        self.assertEqual(
            '/api/v2/groups/web++Production++Default/',
            representation.detail(req, group)['related']['named_url'],
        )

    def test_related_lists_are_linked_from_their_version_on(self):
        for version, is_linked in (
            (versions.FIRST, False),
            (versions.INVENTORY_SOURCES, True),
        ):
            body = representation.row(
                requests.make(version=version), requests.row()
            )
            self.assertIn('children', body['related'])
            self.assertEqual(is_linked, 'inventory_sources' in body['related'])

    def test_its_generation_and_sources_come_with_their_versions(self):
        source = types.SimpleNamespace(id=3, name='estate')
        group = requests.row(managed_by=(source,))
        body = representation.row(
            requests.make(version=versions.GENERATIONS), group
        )
        self.assertEqual(4, body['generation'])
        self.assertEqual([{'id': 3, 'name': 'estate'}], body['managed_by'])
        body = representation.row(
            requests.make(version=versions.BACKGROUND_DELETION), group
        )
        self.assertFalse({'generation', 'managed_by'} & set(body))

    def test_capabilities_are_those_of_the_caller(self):
        for may in (True, False):
            body = representation.row(requests.make(may=may), requests.row())
            self.assertEqual(
                {'edit': may, 'delete': may, 'copy': False},
                body['summary_fields']['user_capabilities'],
            )
