"""Old updates are deleted, with their outputs."""

import datetime
from unittest import mock

import sqlalchemy as sa

from placement_inv.db.tables import base as columns
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import pruning
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.fixtures import process_clock
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_DAY = 24 * 3600
_MANY = 1000


@base.on_every_database
class TestPrune(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.source_id = self.make_source('estate')

    def make_source(self, name):
        new_source = world.make_loadable_source(
            self.database.engine, self.ctx, self.inventory.id, name
        )
        return new_source.id

    def finish_update(self, days=0, source_id=None):
        """Add an update with output that ended some days ago."""
        new_update = launching.launch(self.ctx, source_id or self.source_id)
        run = update_run.start(self.ctx, new_update.id)
        update_run.record(self.ctx, run, run.position, ['a line'])
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        end = columns.utcnow() - datetime.timedelta(days=days)
        with self.database.engine.begin() as connection:
            connection.execute(
                world.UPDATES.update()
                .where(world.UPDATES.c.id == new_update.id)
                .values(finished_at=end)
            )
        return new_update.id

    def list_ids(self):
        select = sa.select(world.UPDATES.c.id).order_by(world.UPDATES.c.id)
        return [row.id for row in self.rows(select)]

    def prune(self, days=90, number=_MANY):
        return pruning.prune(self.ctx, days * _DAY, number)

    def test_old_updates_go_with_their_outputs(self):
        old_id, *young_ids = (self.finish_update(days) for days in (91, 89, 0))
        self.assertFalse(self.prune())
        self.assertEqual(young_ids, self.list_ids())
        events = self.rows(sa.select(world.EVENTS.c.inventory_update_id))
        self.assertEqual(set(young_ids), {row[0] for row in events})
        self.assertNotIn(old_id, young_ids)

    def test_a_source_keeps_a_number_of_updates(self):
        ids = [self.finish_update() for _ in range(4)]
        other = self.finish_update(source_id=self.make_source('other'))
        self.prune(number=2)
        self.assertEqual([*ids[2:], other], self.list_ids())

    def test_the_last_finished_update_of_each_source_stays(self):
        _older, last = (self.finish_update(days) for days in (200, 100))
        other = self.finish_update(100, self.make_source('other'))
        self.prune(number=1)
        self.assertEqual([last, other], self.list_ids())
        shown = source.get(self.ctx, self.source_id)
        self.assertEqual(last, shown.updates.last.id)

    def test_updates_that_are_not_over_stay(self):
        last = self.finish_update()
        running = launching.launch(self.ctx, self.source_id)
        update_run.start(self.ctx, running.id)
        queued = launching.launch(self.ctx, self.source_id)
        self.prune(days=0, number=1)
        self.assertEqual([last, running.id, queued.id], self.list_ids())

    def test_the_clock_of_the_process_does_not_matter(self):
        ids = [self.finish_update() for _ in range(2)]
        with process_clock.shift_clock(datetime.timedelta(days=100)):
            self.prune()
        self.assertEqual(ids, self.list_ids())

    def test_one_call_deletes_a_limited_number(self):
        ids = [self.finish_update(100) for _ in range(4)]
        with mock.patch.object(pruning, '_MOST', 2):
            self.assertTrue(self.prune())
            self.assertEqual(ids[2:], self.list_ids())
            self.assertFalse(self.prune())
        self.assertEqual(ids[3:], self.list_ids())
