"""What bodies of inventories tell of a deletion."""

import datetime
import types

import testtools

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.inventories import (
    representation as inventory_representation,
)
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import inventory_summary

_BEGUN = datetime.datetime(2026, 1, 2)
_FAILED = 'It failed.'


def _progress(version, kind='', error=None, failures=0):
    shown = types.SimpleNamespace(
        kind=kind,
        pending_deletion=True,
        deletion_started_at=_BEGUN,
        deletion_error=error,
        deletion_failures=failures,
        totals=inventory_summary.Totals(
            hosts=7, groups=3, sources=0, failed_sources=0
        ),
    )
    req = types.SimpleNamespace(version=version)
    return inventory_representation.deletion_of(req, shown)['deletion']


class TestDeletion(testtools.TestCase):
    def test_before_an_error_is_the_end(self):
        before = versions.CHANGE_RECORD
        for error in (None, _FAILED):
            self.assertEqual(
                {
                    'hosts_left': 7,
                    'started': '2026-01-02T00:00:00.000000Z',
                    'error': error,
                },
                _progress(before, error=error, failures=2),
            )

    def test_one_that_goes_on_tells_of_the_last_failure(self):
        now = versions.HIDDEN_DELETIONS
        for error, failures, said, goes_on in (
            (None, 0, None, True),
            (None, 2, inventory_representation.GOES_ON, True),
            (_FAILED, 2, _FAILED, False),
        ):
            found = _progress(now, error=error, failures=failures)
            self.assertEqual(
                (3, failures, said, goes_on),
                (
                    found['groups_left'],
                    found['failures'],
                    found['error'],
                    found['goes_on'],
                ),
            )

    def test_no_host_of_a_smart_one_goes(self):
        found = _progress(
            versions.HIDDEN_DELETIONS, kind=inventory_kinds.SMART.word
        )
        self.assertEqual(0, found['hosts_left'])
