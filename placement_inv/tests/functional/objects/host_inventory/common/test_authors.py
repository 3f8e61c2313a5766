"""Rows name the users who created and changed them, on every database."""

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestAuthors(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx).id
        self.alice = user.find_or_create(self.ctx, 'alice', 'alice').id
        self.bob = user.find_or_create(self.ctx, 'bob', 'bob').id

    def _names(self, row):
        return tuple(
            author and author.username
            for author in (row.authors.created_by, row.authors.modified_by)
        )

    def _hosts(self, inventory_id):
        return host.page_of_inventory(
            self.ctx, inventory_id, list_page.Query()
        ).rows

    def test_a_row_without_a_user_has_no_author(self):
        host_id = world.make_host(self.ctx, self.inventory, 'h1').id
        row = host.get(self.ctx, host_id)
        self.assertEqual((None, None), self._names(row))

    def test_a_row_names_its_creator_and_its_last_writer(self):
        self.ctx.actor_id = self.alice
        host_id = world.make_host(self.ctx, self.inventory, 'h1').id
        self.ctx.actor_id = self.bob
        row = host.update(self.ctx, host_id, {'description': 'd'})
        self.assertEqual(('alice', 'bob'), self._names(row))

    def test_rows_of_one_bulk_request_name_their_author(self):
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

    def test_the_author_of_a_copy_is_the_user_that_copies(self):
        self.ctx.actor_id = self.alice
        world.make_host(self.ctx, self.inventory, 'h1')
        self.ctx.actor_id = self.bob
        copy = copying.copy(self.ctx, self.inventory, 'copy')
        (new_host,) = self._hosts(copy.id)
        self.assertEqual(('bob', 'bob'), self._names(new_host))

    def test_a_user_without_a_row_is_no_author(self):
        row = {'created_by_id': self.alice, 'created_by_name': 'alice'}
        row |= {'modified_by_id': self.bob, 'modified_by_name': None}
        self.assertEqual(
            authors.Authors(authors.Author(self.alice, 'alice'), None),
            authors.from_row(row),
        )

    def test_authors_need_a_table_that_has_them(self):
        self.assertTrue(authors.has_authors(world.HOSTS))
        self.assertFalse(authors.has_authors(tables.access.api_users))
