"""Updates: lists, single updates, deletion."""

import datetime

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestUpdate(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.source = self.make_source('estate')

    def make_source(self, name):
        return world.make_loadable_source(
            self.database.engine, self.ctx, self.inventory.id, name
        )

    def run_one(self, one_source, status=update_run.SUCCESSFUL):
        """Launch an update of a source and end it; return its id."""
        update_id = launching.launch(self.ctx, one_source.id).id
        run = update_run.start(self.ctx, update_id)
        update_run.finish(self.ctx, run, status)
        return update_id

    def test_an_update_shows_its_source_and_inventory(self):
        source.update(self.ctx, self.source.id, {'description': 'all of it'})
        last = self.run_one(self.source)
        new_update = launching.launch(self.ctx, self.source.id)
        row = update.get(self.ctx, new_update.id)
        self.assertEqual('Production - estate', row.name)
        self.assertEqual(self.inventory.id, row.inventory.id)
        self.assertEqual(
            (self.source.id, 'estate', 'all of it', 'file'),
            (
                row.of_source.id,
                row.of_source.name,
                row.of_source.description,
                row.of_source.source,
            ),
        )
        self.assertEqual(last, row.of_source.updates.last.id)
        self.assertEqual(new_update.id, row.of_source.updates.current.id)

    def test_an_update_keeps_the_settings_of_its_launch(self):
        update_id = self.run_one(self.source)
        source.update(self.ctx, self.source.id, {'limit': 'web'})
        self.assertEqual('', update.get(self.ctx, update_id).limit)

    def test_only_an_update_that_is_not_over_is_active(self):
        new_update = launching.launch(self.ctx, self.source.id)
        self.assertEqual(
            (True, False), (new_update.is_active, new_update.has_failed)
        )
        for status, has_failed in (
            (update_run.SUCCESSFUL, False),
            (update_run.FAILED, True),
            (update_run.ERROR, True),
        ):
            row = update.get(self.ctx, self.run_one(self.source, status))
            self.assertEqual(
                (False, has_failed), (row.is_active, row.has_failed)
            )

    def test_a_finished_update_took_a_fixed_time(self):
        new_update = launching.launch(self.ctx, self.source.id)
        self.assertEqual(0.0, new_update.elapsed_seconds)
        update_id = self.run_one(self.source)
        start_time = datetime.datetime(2026, 7, 1, 12)
        with self.database.engine.begin() as connection:
            connection.execute(
                world.UPDATES.update()
                .where(world.UPDATES.c.id == update_id)
                .values(
                    started_at=start_time,
                    finished_at=start_time
                    + datetime.timedelta(seconds=90, milliseconds=250),
                )
            )
        self.assertEqual(
            90.25, update.get(self.ctx, update_id).elapsed_seconds
        )

    def test_pages_list_all_updates_or_those_of_one_source(self):
        other = self.make_source('other')
        ids = [self.run_one(self.source), self.run_one(other)]
        page = update.page(self.ctx, list_page.Query())
        self.assertEqual(ids, [row.id for row in page.rows])
        page = update.page_of_source(self.ctx, other.id, list_page.Query())
        self.assertEqual([ids[1]], [row.id for row in page.rows])
        self.assertRaises(
            errors.NoMatch,
            update.page_of_source,
            self.ctx,
            4711,
            list_page.Query(),
        )

    def test_the_statements_of_a_page_do_not_grow_with_it(self):
        counts = set()
        for number in range(3):
            self.run_one(self.make_source(f'source {number}'))
            with self.count_statements() as counter:
                page = update.page(self.ctx, list_page.Query())
            counts.add(len(counter.statements))
        self.assertEqual(3, page.count)
        self.assertEqual(1, len(counts), counter)

    def test_a_deletion_takes_the_output_with_it(self):
        update_id = launching.launch(self.ctx, self.source.id).id
        run = update_run.start(self.ctx, update_id)
        update_run.record(self.ctx, run, update_run.Position(), ['a'])
        self.assertRaises(
            source_errors.UpdateRunning, update.delete, self.ctx, update_id
        )
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        update.delete(self.ctx, update_id)
        self.assertEqual([], self.rows(world.EVENTS.select()))
        self.assertRaises(errors.NoMatch, update.get, self.ctx, update_id)
        self.assertRaises(errors.NoMatch, update.delete, self.ctx, update_id)
