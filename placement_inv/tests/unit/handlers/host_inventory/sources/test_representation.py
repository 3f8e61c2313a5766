"""The body of an inventory source, with its newest updates."""

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.sources import fields
from placement_inv.handlers.host_inventory.sources import representation
from placement_inv.objects.host_inventory.common import latest_updates
from placement_inv.tests.unit.handlers.host_inventory import requests

_SETTINGS = {field.key: field.default for field in fields.FORM.fields}


def _update(update_id, status, finished_at=None):
    return latest_updates.UpdateRef(
        update_id, 'estate', '', status, finished_at
    )


def _show(current=None, last=None, may=True):
    source = requests.row(
        **{
            **_SETTINGS,
            'name': 'estate',
            'source': 'file',
            'updates': latest_updates.LatestUpdates(current, last),
        }
    )
    return representation.row(requests.make(may=may), source)


class TestSource(testtools.TestCase):
    def test_a_source_without_updates_links_none(self):
        body = _show()
        self.assertEqual('never updated', body['status'])
        self.assertIsNone(body['last_updated'])
        self.assertFalse(body['last_update_failed'])
        for name in ('current_job', 'current_update', 'last_job'):
            self.assertNotIn(name, body['related'])
            self.assertNotIn(name, body['summary_fields'])

    def test_the_newest_updates_have_two_names_each(self):
        body = _show(
            _update(12, 'running'), _update(11, 'failed', requests.UPDATED_AT)
        )
        for names, update_id in (
            (('current_job', 'current_update'), 12),
            (('last_job', 'last_update'), 11),
        ):
            for name in names:
                self.assertEqual(
                    f'/api/v2/inventory_updates/{update_id}/',
                    body['related'][name],
                )
                self.assertEqual(update_id, body['summary_fields'][name]['id'])

    def test_the_last_update_has_a_time_and_a_result(self):
        body = _show(last=_update(11, 'failed', requests.UPDATED_AT))
        end = '2026-01-02T03:04:06.000000Z'
        self.assertEqual(
            (end, end, True, True),
            (
                body['last_job_run'],
                body['last_updated'],
                body['last_job_failed'],
                body['last_update_failed'],
            ),
        )
        summaries = body['summary_fields']
        self.assertEqual(end, summaries['last_job']['finished'])
        self.assertNotIn('finished', summaries['last_update'])

    def test_fields_stand_in_the_order_of_awx(self):
        names = list(_show())
        for before, after in (
            ('overwrite_vars', 'custom_virtualenv'),
            ('custom_virtualenv', 'timeout'),
            ('limit', 'last_job_run'),
            ('last_updated', 'execution_environment'),
        ):
            self.assertLess(names.index(before), names.index(after))

    def test_capabilities_are_those_of_the_caller(self):
        for may in (True, False):
            self.assertEqual(
                {
                    'edit': may,
                    'delete': may,
                    'start': may,
                    'schedule': False,
                },
                _show(may=may)['summary_fields']['user_capabilities'],
            )

    def test_its_hosts_are_linked_from_the_first_version_of_sources(self):
        self.assertIn(
            ('hosts', versions.INVENTORY_SOURCES), representation.RELATED
        )
