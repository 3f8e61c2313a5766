"""Sessions that begin, and those that end."""

import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import session
from placement_inv.objects.host_inventory.access import user
from placement_inv.tests.functional import base

_HOUR = datetime.timedelta(hours=1)
_SESSIONS = tables.access.sessions


@base.on_every_database
class TestSession(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.user = user.find_or_create(self.ctx, 'u-1', 'alice')

    def begin(self, lifetime=_HOUR, **options):
        return session.begin(self.ctx, self.user.id, '', lifetime, **options)

    def assert_sessions(self, *secrets):
        rows = self.rows(sa.select(_SESSIONS.c.secret_hash))
        self.assertEqual(
            set(map(keys.hash_secret, secrets)), {row[0] for row in rows}
        )

    def test_a_session_is_stored_without_its_secret(self):
        self.assert_sessions(self.begin(), self.begin())

    def test_a_new_session_replaces_the_former_one_only(self):
        former, other = self.begin(), self.begin()
        self.assert_sessions(self.begin(former_secret=former), other)

    def test_an_unknown_former_session_is_no_obstacle(self):
        other = self.begin()
        self.assert_sessions(self.begin(former_secret='unknown'), other)

    def test_a_new_session_deletes_expired_ones(self):
        self.begin(lifetime=-_HOUR)
        self.assert_sessions(self.begin())

    def test_an_ended_session_is_deleted(self):
        secret, other = self.begin(), self.begin()
        session.end(self.ctx, secret)
        session.end(self.ctx, 'unknown')
        self.assert_sessions(other)
