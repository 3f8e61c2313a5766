"""Access tokens on every database: owners, changes and expiry."""

import datetime

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import access_token
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base

_DAY = datetime.timedelta(days=1)
_CHANGES = tables.host_inventory.host_inventory_changes


@base.on_every_database
class TestAccessToken(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.alice, self.bob = (
            user.find_or_create(self.ctx, name, name).id
            for name in ('alice', 'bob')
        )

    def _create(self, user_id, lifetime=_DAY, description='ci'):
        values = {'description': description, 'scope': keys.READ}
        return access_token.create(self.ctx, user_id, values, lifetime)

    def _ids(self, user_id=None):
        page = access_token.page(self.ctx, list_page.Query(), user_id)
        return [token.id for token in page.rows]

    def test_the_secret_is_stored_as_a_hash(self):
        token, secret = self._create(self.alice)
        self.assertTrue(secret.startswith(keys.PREFIX))
        (row,) = self.rows(sa.select(tables.access.access_tokens))
        self.assertEqual(keys.hash_secret(secret), row.secret_hash)
        self.assertNotIn(secret, [str(value) for value in row])
        self.assertEqual(
            ('alice', 'read'), (token.username, token.scope), token
        )

    def test_the_token_of_another_user_does_not_exist(self):
        token, _secret = self._create(self.alice)
        self.assertEqual(
            token, access_token.get(self.ctx, token.id, self.alice)
        )
        for call in (
            lambda: access_token.get(self.ctx, token.id, self.bob),
            lambda: access_token.update(self.ctx, token.id, {}, self.bob),
            lambda: access_token.delete(self.ctx, token.id, self.bob),
        ):
            self.assertRaises(errors.NoMatch, call)
        self.assertEqual([], self._ids(self.bob))
        self.assertEqual([token.id], self._ids(self.alice))

    def test_a_new_token_deletes_expired_ones(self):
        self._create(self.bob, -_DAY)
        token, _secret = self._create(self.alice)
        self.assertEqual([token.id], self._ids())

    def test_a_change_is_recorded_without_the_values(self):
        token, _secret = self._create(self.alice)
        changes = {'description': 'private', 'scope': keys.READ}
        new_token = access_token.update(self.ctx, token.id, changes)
        self.assertEqual('private', new_token.description)
        access_token.update(self.ctx, token.id, changes)
        entries = self.rows(
            sa.select(_CHANGES.c.changes)
            .where(_CHANGES.c.operation == 'update')
            .order_by(_CHANGES.c.id)
        )
        self.assertEqual([({'fields': ['description']},)], entries)

    def test_a_deleted_token_is_not_accepted(self):
        token, secret = self._create(self.alice)
        token_keys = keys.Keys(self.make_context)
        self.assertEqual('alice', token_keys.find_by_token(secret).name)
        access_token.delete(self.ctx, token.id)
        self.assertIsNone(token_keys.find_by_token(secret))
