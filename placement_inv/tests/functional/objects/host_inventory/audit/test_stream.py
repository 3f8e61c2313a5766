"""Lists of audit log entries on every database: about all, or about a row."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import stream
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import bulk_association
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts.bulk import (
    create_delete as bulk_create_delete,
)
from placement_inv.objects.host_inventory.hosts.bulk import edit as bulk_edit
from placement_inv.objects.host_inventory.hosts.facts import (
    batches as fact_batches,
)
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_CHANGES = tables.host_inventory.host_inventory_changes


@base.on_every_database
class TestStream(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.group = world.make_group(self.ctx, self.inventory.id, 'web')
        self.host = world.make_host(self.ctx, self.inventory.id, 'h1')
        with self.database.engine.begin() as connection:
            connection.execute(_CHANGES.delete())

    def _entries(self, type_, key):
        page = stream.page_of(self.ctx, type_, key, list_page.Query())
        return [(entry.operation, entry.object_type) for entry in page.rows]

    def test_a_row_has_the_entries_about_many_rows_that_name_it(self):
        values = {'variables': '', 'description': '', 'enabled': True}
        ids = [
            host_id
            for host_id, _values in bulk_create_delete.create(
                self.ctx,
                self.inventory.id,
                [
                    {**values, 'name': f'b{n}', 'instance_id': ''}
                    for n in range(12)
                ],
            )
        ]
        first, last = ids[0], ids[-1]
        edits = [bulk_edit.HostEdit({'id': first})]
        bulk_association.associate(self.ctx, self.group.id, edits, True)
        fact_batches.merge(self.ctx, self.inventory.id, {'b11': {'a': 1}})
        self.assertEqual(
            [('create', 'host'), ('associate', 'group')],
            self._entries('host', first),
        )
        self.assertEqual(
            [('create', 'host'), ('update', 'host')],
            self._entries('host', last),
        )
        self.assertEqual([], self._entries('host', self.host.id))
        self.assertEqual(
            [('associate', 'group')], self._entries('group', self.group.id)
        )

    def test_a_move_is_in_the_lists_of_both_inventories(self):
        other = world.make_inventory(self.ctx, 'Other')
        transfer.move_host_into(self.ctx, other.id, self.host.id)
        self.assertEqual(
            [('update', 'host')],
            self._entries('inventory', self.inventory.id),
        )
        self.assertIn(('update', 'host'), self._entries('inventory', other.id))

    def test_an_association_is_in_the_lists_of_both_rows(self):
        association.add_host(self.ctx, self.group.id, self.host.id)
        group.update(self.ctx, self.group.id, {'description': 'x'})
        self.assertEqual(
            (2, 2, 1),
            tuple(
                len(self._entries(type_, key))
                for type_, key in (
                    ('inventory', self.inventory.id),
                    ('group', self.group.id),
                    ('host', self.host.id),
                )
            ),
        )

    def test_an_entry_is_the_same_alone_and_in_lists(self):
        group.update(self.ctx, self.group.id, {'description': 'x'})
        (entry,) = stream.page(self.ctx, list_page.Query()).rows
        self.assertEqual(entry, stream.get(self.ctx, entry.id))
        (row,) = self.rows(sa.select(_CHANGES))
        self.assertEqual(entry, stream.entry_from(row._mapping))
        self.assertEqual({'description': ['', 'x']}, entry.changes)

    def test_unknown_keys_match_nothing(self):
        for model, call in (
            ('Host', lambda: self._entries('host', 0)),
            ('Inventory', lambda: self._entries('inventory', ('x', 'y'))),
            ('ActivityStream', lambda: stream.get(self.ctx, 0)),
        ):
            error = self.assertRaises(errors.NoMatch, call)
            self.assertIn(model, str(error))
