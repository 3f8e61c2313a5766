"""Parts of bodies that several resources share."""

import datetime
import types

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import representation
from placement_inv.tests.unit.handlers.host_inventory import requests

_ALICE = types.SimpleNamespace(id=2, username='alice')


class TestIdentity(testtools.TestCase):
    def _identity(self, authors=requests.NOBODY):
        return representation.identity(
            requests.make(),
            requests.row(authors=authors),
            'hosts',
            'host',
            {'groups': '/groups/'},
            {'groups': {}},
        )

    def test_it_has_the_keys_of_every_row(self):
        body = self._identity()
        self.assertEqual(
            (7, 'host', '/api/v2/hosts/7/'),
            (body['id'], body['type'], body['url']),
        )
        self.assertEqual('2026-01-02T03:04:05.000000Z', body['created'])
        self.assertEqual('2026-01-02T03:04:06.000000Z', body['modified'])

    def test_known_authors_are_linked_and_summarized(self):
        body = self._identity(
            types.SimpleNamespace(created_by=_ALICE, modified_by=None)
        )
        self.assertEqual(
            {'groups': '/groups/', 'created_by': '/api/v2/users/2/'},
            body['related'],
        )
        self.assertEqual(
            {
                'id': 2,
                'username': 'alice',
                'first_name': '',
                'last_name': '',
            },
            body['summary_fields']['created_by'],
        )
        self.assertNotIn('modified_by', body['summary_fields'])


class TestMoment(testtools.TestCase):
    def test_it_always_has_microseconds(self):
        for microsecond, text in ((0, '000000'), (120, '000120')):
            moment = datetime.datetime(2026, 1, 2, 0, 0, 0, microsecond)
            self.assertEqual(
                f'2026-01-02T00:00:00.{text}Z', representation.moment(moment)
            )


class TestManagers(testtools.TestCase):
    def test_sources_are_shown_from_their_version_on(self):
        source = types.SimpleNamespace(id=3, name='estate')
        row = requests.row(managed_by=(source,))
        for version, fields in (
            (versions.BACKGROUND_DELETION, {}),
            (
                versions.MANAGED_BY,
                {'managed_by': [{'id': 3, 'name': 'estate'}]},
            ),
        ):
            req = requests.make(version=version)
            self.assertEqual(fields, representation.managers(req, row))


class TestInventorySummary(testtools.TestCase):
    def test_the_rows_of_a_page_share_the_document(self):
        req, summary = requests.make(), requests.summary()
        document = representation.inventory_summary(req, summary)
        self.assertIs(document, representation.inventory_summary(req, summary))

    def test_each_inventory_has_its_own(self):
        req = requests.make()
        for name in ('one', 'two'):
            # Each summary is gone before the next one has its place.
            document = representation.inventory_summary(
                req, requests.summary(name=name)
            )
            self.assertEqual(name, document['name'])

    def test_its_kind_is_shown_from_its_version_on(self):
        for version in (versions.FIRST, versions.SMART_INVENTORIES):
            document = representation.inventory_summary(
                requests.make(version=version), requests.summary(kind='smart')
            )
            self.assertEqual(
                version >= versions.SMART_INVENTORIES, 'kind' in document
            )

    def test_the_summary_of_the_organization_is_optional(self):
        self.assertEqual(
            {},
            representation.organization_summary(
                requests.summary(organization_id=None)
            ),
        )
        self.assertEqual(
            {
                'organization': {
                    'id': 3,
                    'name': 'Default',
                    'description': '',
                }
            },
            representation.organization_summary(requests.summary()),
        )

    def test_has_inventory_sources_follows_the_count(self):
        for count in (0, 2):
            totals = types.SimpleNamespace(
                hosts=1, groups=0, sources=count, failed_sources=1
            )
            fields = representation.inventory_totals(totals)
            self.assertEqual(
                (count > 0, count, 1),
                (
                    fields['has_inventory_sources'],
                    fields['total_inventory_sources'],
                    fields['inventory_sources_with_failures'],
                ),
            )
