"""Tokens and sessions identify users until they expire, on every database."""

import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db.tables import base as columns
from placement_inv.objects.host_inventory.access import access_token
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import session
from placement_inv.objects.host_inventory.access import user
from placement_inv.tests.functional import base

_HOUR = datetime.timedelta(hours=1)
_SESSIONS = tables.access.sessions


@base.on_every_database
class TestKeys(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.keys = keys.Keys(self.make_context)
        self.user = user.find_or_create(self.ctx, 'u-1', 'alice')

    def _token(self, scope, lifetime=_HOUR):
        values = {'description': '', 'scope': scope, 'stamp': 'print'}
        return access_token.create(self.ctx, self.user.id, values, lifetime)[1]

    def _session(self, lifetime=_HOUR):
        return session.begin(self.ctx, self.user.id, 'print', lifetime)

    def _set_age(self, age):
        """Set the last use of the only session to a time long ago."""
        now = columns.utcnow()
        with self.database.engine.begin() as connection:
            connection.execute(
                _SESSIONS.update().values(
                    updated_at=now - age, expires_at=now - age + _HOUR
                )
            )

    def _expiry(self):
        return self.rows(sa.select(_SESSIONS.c.expires_at))[0][0]

    def test_a_token_identifies_its_user_within_its_scope(self):
        for scope, read_only in ((keys.READ, True), (keys.WRITE, False)):
            self.assertEqual(
                keys.Holder(self.user.id, 'u-1', read_only, 'print'),
                self.keys.find_by_token(self._token(scope)),
            )

    def test_a_malformed_token_costs_no_statement(self):
        with self.count_statements() as counter:
            self.assertIsNone(self.keys.find_by_token('Bearer of news'))
        self.assertEqual([], counter.statements)

    def test_unknown_and_expired_secrets_identify_no_user(self):
        self.assertIsNone(self.keys.find_by_token(keys.PREFIX + 'x'))
        self.assertIsNone(self.keys.find_by_session('x'))
        token = self._token(keys.READ, -_HOUR)
        self.assertIsNone(self.keys.find_by_token(token))
        self.assertIsNone(self.keys.find_by_session(self._session(-_HOUR)))

    def test_a_token_is_no_session_and_a_session_is_no_token(self):
        self.assertIsNone(self.keys.find_by_session(self._token(keys.READ)))
        self.assertIsNone(self.keys.find_by_token(self._session()))

    def test_a_session_is_extended_in_the_second_half_of_its_life(self):
        secret = self._session()
        self._set_age(_HOUR / 4)
        expiry = self._expiry()
        self.assertEqual('u-1', self.keys.find_by_session(secret).name)
        self.assertEqual(expiry, self._expiry())
        self._set_age(_HOUR * 3 / 4)
        expiry = self._expiry()
        self.assertEqual('u-1', self.keys.find_by_session(secret).name)
        self.assertGreaterEqual(self._expiry(), expiry + _HOUR * 3 / 4)

    def test_all_keys_of_one_user_end_together(self):
        other = user.find_or_create(self.ctx, 'u-2', 'bob')
        other_session = session.begin(self.ctx, other.id, '', _HOUR)
        token, own_session = self._token(keys.WRITE), self._session()
        self.assertEqual({'u-1', 'u-2'}, set(keys.list_holder_names(self.ctx)))
        self.keys.end_all('u-1')
        self.assertIsNone(self.keys.find_by_token(token))
        self.assertIsNone(self.keys.find_by_session(own_session))
        self.assertIsNotNone(self.keys.find_by_session(other_session))
        self.assertEqual(['u-2'], keys.list_holder_names(self.ctx))
