"""Values of inventories, with counts and settings, from their rows."""

from placement_inv.db import transactions
from placement_inv.objects.host_inventory.inventories import (
    rows as inventory_rows,
)
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestRead(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.regular = world.make_inventory(self.ctx, 'Regular')
        for name in ('web1', 'web2', 'db1'):
            world.make_host(self.ctx, self.regular.id, name)
        world.make_group(self.ctx, self.regular.id, 'web')
        self.organization_id = self.regular.organization.id

    def make(self, name, **values):
        """Create an inventory of the organization; return its id."""
        inventory = world.make_inventory(
            self.ctx,
            name,
            organization_id=self.organization_id,
            **values,
        )
        return inventory.id

    def read(self):
        """Return the inventories, by id."""

        @transactions.reader
        def read(ctx):
            result = ctx.connection.execute(inventory_rows.SELECT)
            return inventory_rows.read(ctx, result.mappings().all(), False)

        return {row.id: row for row in read(self.ctx)}

    def test_a_regular_inventory_counts_its_rows(self):
        row = self.read()[self.regular.id]
        self.assertEqual((3, 1), (row.totals.hosts, row.totals.groups))
        self.assertIsNone(row.constructed_settings)
        self.assertEqual(0, row.filter_result.hosts)
        self.assertEqual(
            (self.organization_id, 'Regular Ltd'),
            (row.organization.id, row.organization.name),
        )

    def test_a_smart_inventory_counts_the_matches_of_its_filter(self):
        smart_id = self.make(
            'Smart', kind='smart', host_filter='name__startswith=web'
        )
        row = self.read()[smart_id]
        self.assertEqual((2, 2), (row.totals.hosts, row.filter_result.hosts))
        self.assertIsNone(row.filter_result.error)

    def test_an_invalid_filter_counts_no_hosts_and_has_an_error(self):
        smart_id = self.make('Smart', kind='smart', host_filter='name=web1')
        with self.database.engine.begin() as connection:
            connection.execute(
                world.INVENTORIES.update()
                .where(world.INVENTORIES.c.id == smart_id)
                .values(host_filter='bogus=1')
            )
        row = self.read()[smart_id]
        self.assertEqual(0, row.totals.hosts)
        self.assertIn("no field named 'bogus'", row.filter_result.error)

    def test_a_constructed_inventory_shows_how_it_is_made(self):
        constructed_id = self.make('Made', kind='constructed', limit='web*')
        row = self.read()[constructed_id]
        self.assertEqual('web*', row.constructed_settings.limit)
        self.assertEqual(1, row.constructed_settings.verbosity)

    def test_an_inventory_without_an_organization_has_none(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.INVENTORIES.update().values(organization_id=None)
            )
        self.assertIsNone(self.read()[self.regular.id].organization)

    def test_the_statements_depend_on_the_kinds_alone(self):
        def count():
            with self.count_statements() as counter:
                self.read()
            return len(counter.statements)

        self.assertEqual(1, count())
        for number in range(2):
            self.make(f'Smart {number}', kind='smart', host_filter='name=web1')
            self.assertEqual(2, count())
        for number in range(2):
            self.make(f'Made {number}', kind='constructed')
            self.assertEqual(3, count())
