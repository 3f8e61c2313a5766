"""Deletion of the hosts and groups that a source tracks."""

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.sources import tracking
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestTracking(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.source = world.make_source(self.ctx, self.inventory.id)
        other = world.make_source(self.ctx, self.inventory.id, 'other')
        self.hosts = [
            world.make_host(self.ctx, self.inventory.id, name)
            for name in ('mine', 'theirs', 'by hand')
        ]
        self.groups = [
            world.make_group(self.ctx, self.inventory.id, name)
            for name in ('mine too', 'theirs too')
        ]
        association.add_host(self.ctx, self.groups[0].id, self.hosts[1].id)
        with self.database.engine.begin() as connection:
            for number, source in enumerate((self.source, other)):
                connection.execute(
                    world.SOURCE_HOSTS.insert().values(
                        inventory_source_id=source.id,
                        host_id=self.hosts[number].id,
                    )
                )
                connection.execute(
                    world.SOURCE_GROUPS.insert().values(
                        inventory_source_id=source.id,
                        group_id=self.groups[number].id,
                    )
                )

    def names(self, table):
        rows = self.rows(table.select().order_by(table.c.id))
        return [row.name for row in rows]

    def test_the_hosts_of_the_source_are_deleted(self):
        tracking.delete_hosts(self.ctx, self.source.id)
        self.assertEqual(['theirs', 'by hand'], self.names(world.HOSTS))
        self.assertEqual(['mine too', 'theirs too'], self.names(world.GROUPS))

    def test_the_groups_of_the_source_are_deleted_without_their_hosts(self):
        tracking.delete_groups(self.ctx, self.source.id)
        self.assertEqual(['theirs too'], self.names(world.GROUPS))
        self.assertEqual(
            ['mine', 'theirs', 'by hand'], self.names(world.HOSTS)
        )
        self.assertEqual([], self.rows(world.MEMBERS.select()))

    def test_one_entry_of_the_audit_log_names_all_rows(self):
        tracking.delete_hosts(self.ctx, self.source.id)
        changes = tables.host_inventory.host_inventory_changes
        entry = self.rows(changes.select().order_by(changes.c.id))[-1]
        self.assertEqual(
            ('delete', 'host'), (entry.operation, entry.object_type)
        )
        self.assertEqual(
            {
                'count': 1,
                'ids': [self.hosts[0].id],
                'inventory_source': self.source.id,
            },
            entry.changes,
        )
        count = len(self.rows(changes.select()))
        tracking.delete_hosts(self.ctx, self.source.id)
        self.assertEqual(count, len(self.rows(changes.select())))

    def test_a_source_is_named_by_id_or_by_names(self):
        key = ('estate', 'Production', 'Production Ltd')
        tracking.delete_hosts(self.ctx, key)
        self.assertNotIn('mine', self.names(world.HOSTS))
        for function in (tracking.delete_hosts, tracking.delete_groups):
            self.assertRaises(errors.NoMatch, function, self.ctx, 4711)
