"""Users are met once, and rows name them."""

import concurrent.futures
from unittest import mock

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestUser(base.DatabaseTest):
    def _count(self):
        count = sa.select(sa.func.count()).select_from(tables.access.api_users)
        return self.rows(count)[0][0]

    def test_a_user_keeps_an_id(self):
        first = user.find_or_create(self.ctx, 'u-1', 'alice')
        self.assertEqual(first, user.find_or_create(self.ctx, 'u-1', 'alice'))
        self.assertEqual(1, self._count())

    def test_many_first_requests_meet_one_user(self):
        def meet(_number):
            return user.find_or_create(self.make_context(), 'u-1', 'alice').id

        with concurrent.futures.ThreadPoolExecutor(4) as threads:
            found = set(threads.map(meet, range(8)))
        self.assertEqual((1, 1), (len(found), self._count()))

    def test_who_comes_second_finds_what_the_first_one_made(self):
        kept = user.find_or_create(self.ctx, 'u-1', 'alice')
        looks = [None, kept]
        with mock.patch.object(
            user, '_find_by_external_id', lambda _ctx, _name: looks.pop(0)
        ):
            self.assertEqual(
                kept, user.find_or_create(self.ctx, 'u-1', 'alice')
            )

    def test_the_older_of_two_of_one_name_has_it(self):
        older = user.find_or_create(self.ctx, 'u-1', 'alice')
        user.find_or_create(self.ctx, 'u-2', 'alice')
        self.assertEqual(older, user.get(self.ctx, ('alice',)))

    def test_a_known_user_is_not_looked_up(self):
        directory = user.Directory()
        directory.id_of(self.ctx)
        with self.count_statements() as counter:
            directory.id_of(self.make_context())
        self.assertEqual([], counter.statements)


@base.on_every_database
class TestAuthors(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx).id
        self.alice = user.find_or_create(self.ctx, 'alice', 'alice').id
        self.bob = user.find_or_create(self.ctx, 'bob', 'bob').id

    def _names(self, found):
        return tuple(
            author and author.username
            for author in (found.authors.created_by, found.authors.modified_by)
        )

    def _hosts(self, inventory_id):
        return host.page_of_inventory(
            self.ctx, inventory_id, list_page.Query()
        ).rows

    def test_nobody_in_particular_wrote_what_no_user_did(self):
        made = world.make_host(self.ctx, self.inventory, 'h1').id
        found = host.get(self.ctx, made)
        self.assertEqual((None, None), self._names(found))

    def test_a_row_names_who_made_it_and_who_changed_it(self):
        self.ctx.actor_id = self.alice
        made = world.make_host(self.ctx, self.inventory, 'h1').id
        self.ctx.actor_id = self.bob
        changed = host.update(self.ctx, made, {'description': 'd'})
        self.assertEqual(('alice', 'bob'), self._names(changed))

    def test_rows_that_are_made_together_name_their_author(self):
        self.ctx.actor_id = self.alice
        values = {'variables': '', 'description': ''}
        bulk_create_delete.create(
            self.ctx,
            self.inventory,
            [{'name': name, **values} for name in ('h1', 'h2')],
        )
        self.assertEqual(
            {('alice', 'alice')},
            set(map(self._names, self._hosts(self.inventory))),
        )

    def test_a_copy_is_of_its_own_author(self):
        self.ctx.actor_id = self.alice
        world.make_host(self.ctx, self.inventory, 'h1')
        self.ctx.actor_id = self.bob
        copy = copying.copy(self.ctx, self.inventory, 'copy')
        (copied,) = self._hosts(copy.id)
        self.assertEqual(('bob', 'bob'), self._names(copied))
