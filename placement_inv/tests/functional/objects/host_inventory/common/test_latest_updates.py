"""The current and the last update of a source, on every database."""

import sqlalchemy as sa

from placement_inv.db import transactions
from placement_inv.objects.host_inventory.common import latest_updates
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestLatestUpdates(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.source, self.other = (
            world.make_loadable_source(
                self.database.engine, self.ctx, self.inventory.id, name
            )
            for name in ('estate', 'other')
        )

    def _launch(self):
        return launching.launch(self.ctx, self.source.id).id

    def _run(self, status):
        update_id = self._launch()
        run = update_run.start(self.ctx, update_id)
        update_run.finish(self.ctx, run, status)
        return update_id

    def _find(self, *sources):
        find_all = transactions.reader(latest_updates.find_all)
        return find_all(self.ctx, [source.id for source in sources])

    def _columns(self, source):
        """Return the values of the expressions on the table of sources."""
        return self.rows(
            sa.select(
                latest_updates.status_of(world.SOURCES),
                latest_updates.current_of(world.SOURCES),
                latest_updates.last_of(world.SOURCES),
                latest_updates.failed_of(world.SOURCES),
            ).where(world.SOURCES.c.id == source.id)
        )[0]

    def _assert_latest(self, status, current_id, last_id, has_failed):
        """Assert that values and expressions are equal."""
        latest = self._find(self.source).get(
            self.source.id, latest_updates.NONE
        )
        expected = (status, current_id, last_id, has_failed)
        self.assertEqual(
            expected,
            (
                latest.status,
                latest.current and latest.current.id,
                latest.last and latest.last.id,
                bool(latest.last and latest.last.has_failed),
            ),
        )
        row = self._columns(self.source)
        self.assertEqual(expected, (*row[:3], bool(row[3])))

    def test_a_source_without_updates_was_never_updated(self):
        self._assert_latest('never updated', None, None, False)
        self.assertEqual({}, self._find(self.source))

    def test_the_newest_finished_update_is_the_last_one(self):
        first = self._run(update_run.SUCCESSFUL)
        self._assert_latest('successful', None, first, False)
        second = self._run(update_run.FAILED)
        self._assert_latest('failed', None, second, True)

    def test_an_unfinished_update_is_current_and_gives_the_status(self):
        last = self._run(update_run.FAILED)
        current = self._launch()
        self._assert_latest(running_updates.PENDING, current, last, True)
        update_run.start(self.ctx, current)
        self._assert_latest(running_updates.RUNNING, current, last, True)

    def test_all_sources_of_a_page_cost_one_statement(self):
        last = self._run(update_run.SUCCESSFUL)
        with self.count_statements() as counter:
            results = self._find(self.source, self.other)
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual([self.source.id], list(results))
        self.assertEqual(last, results[self.source.id].last.id)
        with self.count_statements() as counter:
            self.assertEqual({}, self._find())
        self.assertEqual([], counter.statements)
