"""The fields of an inventory about its deletion."""

import datetime
import types

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.inventories import (
    representation as inventory_representation,
)
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.inventories import deletion

_STARTED_AT = datetime.datetime(2026, 1, 2)
_ERROR = 'It failed.'


def _progress(version, kind='', error=None, failures=0):
    inventory = types.SimpleNamespace(
        kind=kind,
        pending_deletion=True,
        deletion_started_at=_STARTED_AT,
        deletion_error=error,
        deletion_failures=failures,
        totals=inventory_summary.Totals(
            hosts=7, groups=3, sources=0, failed_sources=0
        ),
    )
    req = types.SimpleNamespace(version=version)
    return inventory_representation.deletion_fields(req, inventory)['deletion']


class TestDeletion(testtools.TestCase):
    def test_older_versions_show_the_error_alone(self):
        before = versions.CHANGE_RECORD
        for error in (None, _ERROR):
            self.assertEqual(
                {
                    'hosts_left': 7,
                    'started': '2026-01-02T00:00:00.000000Z',
                    'error': error,
                },
                _progress(before, error=error, failures=2),
            )

    def test_a_deletion_that_is_retried_shows_its_failures(self):
        now = versions.HIDDEN_DELETIONS
        for error, failures, message, goes_on in (
            (None, 0, None, True),
            (None, 2, deletion.RETRY_MESSAGE, True),
            (_ERROR, 2, _ERROR, False),
        ):
            progress = _progress(now, error=error, failures=failures)
            self.assertEqual(
                (3, failures, message, goes_on),
                (
                    progress['groups_left'],
                    progress['failures'],
                    progress['error'],
                    progress['goes_on'],
                ),
            )

    def test_a_smart_inventory_has_no_hosts_left(self):
        progress = _progress(
            versions.HIDDEN_DELETIONS, kind=inventory_kinds.SMART.word
        )
        self.assertEqual(0, progress['hosts_left'])
