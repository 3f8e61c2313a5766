"""Inventory sources: lists, single sources, changes."""

import datetime

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import source
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_NOW = datetime.datetime(2026, 7, 1, 12, 0, 0, 123456)


@base.on_every_database
class TestSource(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.source = world.make_source(self.ctx, self.inventory.id)

    def add_update(self, status, minutes=None, of=None):
        finished_at = None
        if minutes is not None:
            finished_at = _NOW + datetime.timedelta(minutes=minutes)
        with self.database.engine.begin() as connection:
            result = connection.execute(
                world.UPDATES.insert().values(
                    inventory_source_id=(of or self.source).id,
                    host_inventory_id=self.inventory.id,
                    name=status,
                    source='file',
                    status=status,
                    finished_at=finished_at,
                )
            )
            return result.inserted_primary_key[0]

    def test_a_page_of_any_length_takes_four_statements(self):
        for number in range(7):
            new_source = world.make_source(
                self.ctx, self.inventory.id, f'source {number}'
            )
            self.add_update('successful', number, new_source)
            self.add_update('running', None, new_source)
        with self.count_statements() as counter:
            page = source.page(self.ctx, list_page.Query())
        self.assertEqual(8, page.count)
        self.assertEqual(4, len(counter.statements), counter)

    def test_a_failure_counts_in_spite_of_later_successes_of_others(self):
        other = world.make_source(
            self.ctx, self.inventory.id, 'b', source='ec2'
        )
        failing = world.make_source(
            self.ctx, self.inventory.id, 'a', source='ec2'
        )
        self.add_update('failed', 1, failing)
        self.add_update('successful', 2, other)
        totals = host_inventory.get(self.ctx, self.inventory.id).totals
        self.assertEqual((2, 1), (totals.sources, totals.failed_sources))

    def test_sources_are_ordered_by_inventory_and_name(self):
        first = world.make_inventory(self.ctx, 'Acceptance')
        world.make_source(self.ctx, first.id, 'zebra')
        world.make_source(self.ctx, self.inventory.id, 'aurochs')
        page = source.page(self.ctx, list_page.Query())
        self.assertEqual(
            ['zebra', 'aurochs', 'estate'], [row.name for row in page.rows]
        )

    def test_a_source_without_updates_has_the_status_never_updated(self):
        row = source.get(self.ctx, self.source.id)
        self.assertEqual('never updated', row.updates.status)

    def test_the_status_is_that_of_the_update_which_finished_last(self):
        newest = self.add_update('failed', 2)
        self.add_update('successful', 1)
        row = source.get(self.ctx, self.source.id)
        self.assertEqual('failed', row.updates.status)
        self.assertEqual(newest, row.updates.last.id)
        self.assertTrue(row.updates.last.has_failed)
        self.assertEqual(
            _NOW + datetime.timedelta(minutes=2),
            row.updates.last.finished_at,
        )

    def test_an_update_that_runs_is_the_current_one(self):
        self.add_update('successful', 1)
        running = self.add_update('running')
        self.add_update('pending')
        row = source.get(self.ctx, self.source.id)
        self.assertEqual('running', row.updates.status)
        self.assertEqual(running, row.updates.current.id)
        self.assertEqual('successful', row.updates.last.status)

    def names_where(self, **terms):
        """Return the names of the sources that a list finds."""
        query = list_page.Query(
            terms=tuple(
                smartfilter.Parameter(key, value)
                for key, value in terms.items()
            )
        )
        return [row.name for row in source.page(self.ctx, query).rows]

    def test_sources_are_found_by_their_newest_updates(self):
        world.make_source(self.ctx, self.inventory.id, 'idle')
        last = self.add_update('successful', 2)
        self.add_update('failed', 1)
        running = self.add_update('running')
        for noun in ('job', 'update'):
            self.assertEqual(
                ['estate'], self.names_where(**{f'last_{noun}': str(last)})
            )
            self.assertEqual(
                ['estate'],
                self.names_where(**{f'current_{noun}__id': str(running)}),
            )
            self.assertEqual(
                ['idle'],
                self.names_where(**{f'current_{noun}__isnull': 'true'}),
            )
            self.assertEqual(
                [], self.names_where(**{f'last_{noun}__status': 'failed'})
            )

    def test_sources_are_found_by_the_organization_of_their_inventory(self):
        mine = host_inventory.get(self.ctx, self.inventory.id).organization
        self.assertEqual(
            ['estate'], self.names_where(organization__name=mine.name)
        )

    def test_a_source_that_is_updated_cannot_be_deleted(self):
        pending = self.add_update('pending')
        self.add_update('successful', 1)
        error = self.assertRaises(
            errors.Busy, source.delete, self.ctx, self.source.id
        )
        self.assertEqual(
            [{'id': pending, 'type': 'inventory_update'}], error.active_jobs
        )

    def test_hosts_outlive_their_source(self):
        with self.database.engine.begin() as connection:
            host_id = connection.execute(
                world.HOSTS.insert().values(
                    host_inventory_id=self.inventory.id, name='web1'
                )
            ).inserted_primary_key[0]
            connection.execute(
                world.SOURCE_HOSTS.insert().values(
                    inventory_source_id=self.source.id, host_id=host_id
                )
            )
        page = source.page_of_host(self.ctx, host_id, list_page.Query())
        self.assertEqual([self.source.id], [row.id for row in page.rows])
        source.delete(self.ctx, self.source.id)
        self.assertEqual(
            [(host_id,)],
            self.rows(
                world.HOSTS.select().with_only_columns(world.HOSTS.c.id)
            ),
        )
        self.assertEqual([], self.rows(world.SOURCE_HOSTS.select()))

    def test_a_smart_inventory_cannot_have_a_source(self):
        smart = world.make_inventory(self.ctx, 'Smart', kind='smart')
        self.assertRaises(
            errors.NotForKind, world.make_source, self.ctx, smart.id
        )

    def test_a_rename_does_not_check_a_missing_path(self):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCES.update().values(source_path='gone')
            )
        row = source.update(self.ctx, self.source.id, {'name': 'site'})
        self.assertEqual(('site', 'gone'), (row.name, row.source_path))
        self.assertTrue(row.can_update)
        self.assertRaises(
            source_errors.SourcePathUnusable,
            source.update,
            self.ctx,
            self.source.id,
            {'source_path': 'gone too'},
        )
