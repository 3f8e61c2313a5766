"""Accounts: what is stored, and who may change it."""

from concurrent import futures
import datetime
import threading

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import access_token
from placement_inv.objects.host_inventory.access import account
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory.tenancy import (
    tenants,
)

_HASH = b'$2b$04$' + b'a' * 53
_OTHER_HASH = b'$2b$04$' + b'b' * 53


@base.on_every_database
class TestAccounts(base.DatabaseTest):
    def add(self, name='bob', **values):
        return account.create(
            self.ctx, {'username': name, 'password_hash': _HASH, **values}
        )

    def change(self, row, **changes):
        return account.update(self.ctx, row.id, changes, is_administrator=True)

    def finder(self):
        return account.Accounts(self.make_context)

    def test_the_authentication_finds_an_account(self):
        row = self.add(is_superuser=True)
        found = self.finder().find_by_name('bob')
        self.assertEqual(
            (row.external_id, 'bob', _HASH, True, False),
            (
                found.external_id,
                found.name,
                found.password_hash,
                found.is_superuser,
                found.is_system_auditor,
            ),
        )
        self.assertEqual(found, self.finder().find_by_id(row.external_id))
        self.assertIsNone(self.finder().find_by_name('eve'))

    def test_other_users_have_no_account(self):
        user.find_or_create(self.ctx, 'bob', 'bob')
        self.assertIsNone(self.finder().find_by_name('bob'))
        self.assertIsNone(self.finder().find_by_id('bob'))

    def test_a_name_is_that_of_the_account_before_former_users(self):
        user.find_or_create(self.ctx, 'bob', 'bob')
        row = self.add()
        self.assertEqual(row, user.get(self.ctx, ('bob',)))
        account.delete(self.ctx, ('bob',))
        self.assertFalse(user.get(self.ctx, ('bob',)).is_account)

    def test_a_name_is_taken_once(self):
        self.add()
        other = self.add('eve')
        self.assertRaises(account.UsernameTaken, self.add)
        self.assertRaises(
            account.UsernameTaken, self.change, other, username='bob'
        )

    def test_a_new_name_is_that_of_the_same_user(self):
        row = self.add()
        renamed = self.change(row, username='robert')
        self.assertEqual(
            (row.id, row.external_id, 'robert'),
            (renamed.id, renamed.external_id, renamed.username),
        )
        self.assertIsNone(self.finder().find_by_name('bob'))

    def test_a_new_password_ends_tokens(self):
        row = self.add()
        values = {'description': '', 'scope': keys.READ, 'stamp': ''}
        lifetime = datetime.timedelta(hours=1)
        access_token.create(self.ctx, row.id, values, lifetime)
        self.change(row, first_name='Bob')
        self.assertEqual(1, self.count_tokens())
        self.change(row, password_hash=_OTHER_HASH)
        self.assertEqual(0, self.count_tokens())

    def count_tokens(self):
        return len(self.rows(sa.select(tables.access.access_tokens.c.id)))

    def test_a_deleted_account_leaves_only_an_author(self):
        row = self.add(is_system_auditor=True)
        organization_id = organization.create(self.ctx, {'name': 'o'}).id
        grants.grant(
            self.ctx,
            grants.user(row.id),
            roles.ORGANIZATION,
            organization_id,
            roles.READ,
        )
        account.delete(self.ctx, row.id)
        self.assertRaises(errors.NoMatch, user.get, self.ctx, row.id)
        self.assertEqual(
            [], self.rows(sa.select(tables.access.role_grants.c.id))
        )
        (stored,) = self.rows(sa.select(tables.access.api_users))
        self.assertIsNone(stored.password_hash)
        later = self.add()
        self.assertNotEqual(row.id, later.id)
        self.assertNotEqual(row.external_id, later.external_id)

    def test_the_last_superuser_stays(self):
        first, second = (
            self.add(name, is_superuser=True) for name in ('one', 'two')
        )
        account.delete(self.ctx, first.id)
        self.assertRaises(
            account.LastSuperuser, account.delete, self.ctx, second.id
        )
        self.assertRaises(
            account.LastSuperuser, self.change, second, is_superuser=False
        )

    def test_one_superuser_stays_when_all_are_deleted_at_once(self):
        rows = [self.add(f's{n}', is_superuser=True) for n in range(4)]
        start = threading.Barrier(len(rows))

        def delete(row):
            ctx = self.make_context()
            start.wait()
            try:
                account.delete(ctx, row.id)
            except account.LastSuperuser:
                return 'refused'
            return 'deleted'

        with futures.ThreadPoolExecutor(len(rows)) as threads:
            results = list(threads.map(delete, rows))
        self.assertEqual(['deleted'] * 3 + ['refused'], sorted(results))

    def test_nobody_deletes_the_own_account(self):
        row = self.add()
        ctx = self.make_context(user_id=row.external_id)
        self.assertRaises(account.OwnAccount, account.delete, ctx, row.id)

    def test_users_of_others_are_no_accounts(self):
        row = user.find_or_create(self.ctx, 'alice', 'alice')
        self.assertRaises(
            account.NotAnAccount, self.change, row, first_name='A'
        )
        self.assertRaises(
            account.NotAnAccount, account.delete, self.ctx, row.id
        )

    def test_a_user_changes_the_own_account_alone(self):
        own, other = self.add('own'), self.add('other')
        ctx = tenants.limited_context(self, own.external_id)
        changes = {'first_name': 'Own', 'password_hash': _OTHER_HASH}
        row = account.update(ctx, own.id, changes, is_administrator=False)
        self.assertEqual('Own', row.first_name)
        self.assertRaises(
            errors.NoMatch,
            account.update,
            ctx,
            other.id,
            changes,
            is_administrator=False,
        )
        self.assertRaises(
            account.NotAdministrator,
            account.update,
            ctx,
            own.id,
            {'is_superuser': True},
            is_administrator=False,
        )

    def test_the_record_has_no_hashes(self):
        row = self.add()
        self.change(row, password_hash=_OTHER_HASH, last_name='B')
        account.delete(self.ctx, row.id)
        entries = self.rows(
            sa.select(tables.host_inventory.host_inventory_changes.c.changes)
        )
        self.assertEqual(3, len(entries))
        self.assertNotIn('$2b$', str(entries))

    def test_all_accounts_are_listed_by_name(self):
        for name in ('b', 'a'):
            self.add(name)
        user.find_or_create(self.ctx, 'c', 'c')
        self.assertEqual(
            ['a', 'b'],
            [row.username for row in account.list_all(self.ctx)],
        )
