"""A user is created by the first request."""

import concurrent.futures
from unittest import mock

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import user
from placement_inv.tests.functional import base


@base.on_every_database
class TestUser(base.DatabaseTest):
    def _count(self):
        count = sa.select(sa.func.count()).select_from(tables.access.api_users)
        return self.rows(count)[0][0]

    def test_a_user_keeps_an_id(self):
        first = user.find_or_create(self.ctx, 'u-1', 'alice')
        self.assertEqual(first, user.find_or_create(self.ctx, 'u-1', 'alice'))
        self.assertEqual(1, self._count())

    def test_concurrent_first_requests_create_one_user(self):
        def meet(_number):
            return user.find_or_create(self.make_context(), 'u-1', 'alice').id

        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            users = set(threads.map(meet, range(8)))
        self.assertEqual((1, 1), (len(users), self._count()))

    def test_a_user_that_another_request_created_is_used(self):
        alice = user.find_or_create(self.ctx, 'u-1', 'alice')
        looks = [None, alice]
        with mock.patch.object(
            user, '_find_by_external_id', lambda _ctx, _name: looks.pop(0)
        ):
            self.assertEqual(
                alice, user.find_or_create(self.ctx, 'u-1', 'alice')
            )

    def test_a_name_belongs_to_the_older_of_two_users(self):
        older = user.find_or_create(self.ctx, 'u-1', 'alice')
        user.find_or_create(self.ctx, 'u-2', 'alice')
        self.assertEqual(older, user.get(self.ctx, ('alice',)))

    def test_a_cached_user_costs_no_statement(self):
        directory = user.Directory()
        directory.id_of(self.ctx)
        with self.count_statements() as counter:
            directory.id_of(self.make_context())
        self.assertEqual([], counter.statements)
