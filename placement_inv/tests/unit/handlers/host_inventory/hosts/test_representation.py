"""The body of a host in lists and at its own path."""

import types

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.hosts import representation
from placement_inv.tests.unit.handlers.host_inventory import requests


def _host(kind='', instance_id='', **values):
    return requests.row(
        **{
            'inventory': requests.summary(kind=kind),
            'instance_id': instance_id,
            'enabled': True,
            'facts_modified_at': None,
            'groups': types.SimpleNamespace(count=6, first=((9, 'web'),)),
            **values,
        }
    )


def _show(host, version=versions.history.last):
    return representation.row(requests.make(version=version), host)


class TestHost(testtools.TestCase):
    def test_it_shows_the_first_of_its_groups_and_counts_all(self):
        self.assertEqual(
            {'count': 6, 'results': [{'id': 9, 'name': 'web'}]},
            _show(_host())['summary_fields']['groups'],
        )

    def test_it_has_sources_if_one_manages_it(self):
        source = types.SimpleNamespace(id=3, name='estate')
        for sources in ((), (source,)):
            body = _show(_host(managed_by=sources))
            self.assertEqual(bool(sources), body['has_inventory_sources'])

    def test_facts_have_a_time_once_they_were_written(self):
        for moment, text in (
            (None, None),
            (requests.CREATED_AT, '2026-01-02T03:04:05.000000Z'),
        ):
            body = _show(_host(facts_modified_at=moment))
            self.assertEqual(text, body['ansible_facts_modified'])
        self.assertNotIn(
            'ansible_facts_modified',
            _show(_host(), versions.UPDATE_INVENTORY_SOURCES),
        )

    def test_only_its_own_path_shows_its_named_url(self):
        host = _host(name='web01')
        self.assertNotIn('named_url', _show(host)['related'])
        self.assertEqual(
            '/api/v2/hosts/web01++Production++Default/',
            representation.detail(requests.make(), host)['related'][
                'named_url'
            ],
        )


class TestOriginal(testtools.TestCase):
    def test_a_host_of_a_constructed_inventory_leads_to_its_original(self):
        links = _show(_host('constructed', '12'))['related']
        self.assertEqual('/api/v2/hosts/12/', links['original_host'])
        self.assertEqual(
            '/api/v2/hosts/12/ansible_facts/', links['ansible_facts']
        )

    def test_other_hosts_lead_to_their_own_facts(self):
        for host, version in (
            (_host(instance_id='12'), versions.history.last),
            (_host('constructed', 'i-12'), versions.history.last),
            (_host('constructed', '12'), versions.BULK_HOSTS),
        ):
            links = _show(host, version)['related']
            self.assertNotIn('original_host', links)
            self.assertEqual(
                '/api/v2/hosts/7/ansible_facts/', links['ansible_facts']
            )
