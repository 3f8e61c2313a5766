"""Summaries of inventories on every database: names, and live counts."""

from placement_inv.db import transactions
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestSummary(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx, description='d')

    def _find_all(self, *ids):
        find_all = transactions.reader(inventory_summary.find_all)
        return find_all(self.ctx, ids)

    def _totals(self):
        return self._find_all(self.inventory.id)[self.inventory.id].totals

    def _run(self, source_id, status):
        update_id = launching.launch(self.ctx, source_id).id
        run = update_run.start(self.ctx, update_id)
        update_run.finish(self.ctx, run, status)

    def test_a_summary_names_the_inventory_and_its_organization(self):
        summary = self._find_all(self.inventory.id)[self.inventory.id]
        self.assertEqual(
            ('Production', 'd', '', 'Production Ltd'),
            (
                summary.name,
                summary.description,
                summary.kind,
                summary.organization_name,
            ),
        )

    def test_an_inventory_without_organization_has_empty_names(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.INVENTORIES.update().values(organization_id=None)
            )
        summary = self._find_all(self.inventory.id)[self.inventory.id]
        self.assertEqual(
            (None, '', ''),
            (
                summary.organization_id,
                summary.organization_name,
                summary.organization_description,
            ),
        )

    def test_totals_count_the_rows_of_each_inventory_alone(self):
        other = world.make_inventory(self.ctx, 'Other')
        world.make_host(self.ctx, other.id, 'x')
        for name in ('h1', 'h2'):
            world.make_host(self.ctx, self.inventory.id, name)
        world.make_group(self.ctx, self.inventory.id, 'g')
        with self.count_statements() as counter:
            summaries = self._find_all(self.inventory.id, other.id)
        self.assertEqual(1, len(counter.statements), counter)
        totals = [
            summaries[each.id].totals for each in (self.inventory, other)
        ]
        self.assertEqual(
            [(2, 1), (1, 0)], [(each.hosts, each.groups) for each in totals]
        )

    def test_the_last_finished_update_decides_whether_a_source_failed(self):
        estate = world.make_loadable_source(
            self.database.engine, self.ctx, self.inventory.id
        )
        # Sources that AWX does not count are of other kinds than this.
        with self.database.engine.begin() as connection:
            connection.execute(world.SOURCES.update().values(source='ec2'))
        self.assertEqual((1, 0), self._failures())
        for status, failures in (
            (update_run.FAILED, 1),
            (update_run.SUCCESSFUL, 0),
            (update_run.ERROR, 1),
        ):
            self._end_update(estate.id, status)
            self.assertEqual((1, failures), self._failures(), status)

    def _failures(self):
        totals = self._totals()
        return totals.sources, totals.failed_sources

    def _end_update(self, source_id, status):
        with self.database.engine.begin() as connection:
            connection.execute(world.SOURCES.update().values(source='file'))
        self._run(source_id, status)
        with self.database.engine.begin() as connection:
            connection.execute(world.SOURCES.update().values(source='ec2'))

    def test_a_source_of_files_is_not_counted(self):
        estate = world.make_source(self.ctx, self.inventory.id)
        self.assertEqual('file', source.get(self.ctx, estate.id).source)
        self.assertEqual((0, 0), self._failures())

    def test_no_ids_cost_no_statement(self):
        with self.count_statements() as counter:
            self.assertEqual({}, self._find_all())
        self.assertEqual([], counter.statements)
