"""Start, output, cancellation and end of updates."""

from placement_inv import exceptions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world


class _Case(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        self.source_id = world.make_loadable_source(
            self.database.engine, self.ctx, inventory.id, limit='web'
        ).id
        self.update_id = launching.launch(self.ctx, self.source_id).id

    def get(self):
        return update.get(self.ctx, self.update_id)

    def lines(self):
        select = world.EVENTS.select().order_by(world.EVENTS.c.counter)
        return [
            (row.counter, row.start_line, row.end_line, row.stdout)
            for row in self.rows(select)
        ]

    def assert_stopped(self, function, *arguments):
        self.assertRaises(exceptions.Stopped, function, self.ctx, *arguments)


@base.on_every_database
class TestRun(_Case):
    def change_source(self, **values):
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCES.update()
                .where(world.SOURCES.c.id == self.source_id)
                .values(**values)
            )

    def test_a_start_reads_the_settings_of_the_source(self):
        self.change_source(limit='db', overwrite=True)
        self.assertEqual('web', self.get().limit)
        run = update_run.start(self.ctx, self.update_id)
        self.assertEqual(('db', True), (run.limit, run.overwrite))
        row = self.get()
        self.assertEqual(('db', True), (row.limit, row.overwrite))

    def test_a_source_that_cannot_be_updated_any_more_is_an_error(self):
        for values in ({'source': 'ec2'}, {'source_path': ''}):
            self.change_source(**values)
            self.assertIsNone(update_run.start(self.ctx, self.update_id))
            row = self.get()
            self.assertEqual('error', row.status)
            self.assertIn('could not be updated', row.job_explanation)
            self.change_source(source='file', source_path='hosts')
            self.update_id = launching.launch(self.ctx, self.source_id).id

    def test_a_start_returns_the_settings_and_the_time(self):
        run = update_run.start(self.ctx, self.update_id)
        self.assertEqual(
            (self.update_id, 'web', False), (run.id, run.limit, run.overwrite)
        )
        row = self.get()
        self.assertEqual(
            ('running', run.started_at), (row.status, row.started_at)
        )

    def test_an_update_that_is_over_or_unknown_does_not_start(self):
        self.assertIsNone(update_run.start(self.ctx, 4711))
        run = update_run.start(self.ctx, self.update_id)
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        self.assertIsNone(update_run.start(self.ctx, self.update_id))
        self.assertEqual('successful', self.get().status)

    def test_output_continues_at_the_next_position(self):
        run = update_run.start(self.ctx, self.update_id)
        position = update_run.record(
            self.ctx, run, update_run.Position(), ['a', 'b']
        )
        self.assertEqual((2, 2), position)
        position = update_run.record(self.ctx, run, position, ['c'])
        self.assertEqual((3, 3), position)
        self.assertEqual([(1, 0, 2, 'a\nb'), (2, 2, 3, 'c')], self.lines())

    def test_a_second_start_discards_output_and_stops_the_first_run(self):
        first = update_run.start(self.ctx, self.update_id)
        update_run.record(self.ctx, first, update_run.Position(), ['a'])
        second = update_run.start(self.ctx, self.update_id)
        self.assertEqual((2, 1), second.position)
        lines = self.lines()
        ((_counter, start_line, end_line, text),) = lines
        self.assertEqual((0, 1), (start_line, end_line))
        self.assertIn('starts again', text)
        self.assert_stopped(
            update_run.record, first, update_run.Position(), ['b']
        )
        self.assert_stopped(update_run.finish, first, update_run.FAILED)
        self.assert_stopped(update_run.release, first, update_run.Position())
        self.assert_stopped(update_run.is_cancel_requested, first)
        self.assertEqual(lines, self.lines())
        self.assertIs(
            False, bool(update_run.is_cancel_requested(self.ctx, second))
        )
        self.assertEqual('running', self.get().status)

    def test_an_end_stores_how_it_ended(self):
        run = update_run.start(self.ctx, self.update_id)
        update_run.finish(
            self.ctx, run, update_run.FAILED, 'because', ('tool', '-i')
        )
        row = self.get()
        self.assertEqual(
            ('failed', 'because', '["tool", "-i"]'),
            (row.status, row.job_explanation, row.job_args),
        )
        self.assertLessEqual(row.started_at, row.finished_at)

    def test_a_released_run_says_so_and_can_start_again(self):
        run = update_run.start(self.ctx, self.update_id)
        self.assertEqual(update_run.Position(), run.position)
        position = update_run.record(self.ctx, run, run.position, ['a'])
        update_run.release(self.ctx, run, position)
        row = self.get()
        self.assertEqual(('pending', None), (row.status, row.started_at))
        self.assertIn('will start again', row.job_explanation)
        self.assertIn('will start again', self.lines()[1][-1])
        second = update_run.start(self.ctx, self.update_id)
        self.assertEqual((2, 1), second.position)
        update_run.finish(self.ctx, second, update_run.SUCCESSFUL)
        self.assertEqual('', self.get().job_explanation)


@base.on_every_database
class TestCancel(_Case):
    def test_a_pending_update_ends_at_once(self):
        self.assertTrue(update_run.cancel(self.ctx, self.update_id))
        row = self.get()
        self.assertEqual('canceled', row.status)
        self.assertLessEqual(row.canceled_at, row.finished_at)
        self.assertIsNone(update_run.start(self.ctx, self.update_id))

    def test_a_running_update_ends_as_canceled_when_its_run_ends(self):
        run = update_run.start(self.ctx, self.update_id)
        self.assertTrue(update_run.cancel(self.ctx, self.update_id))
        self.assertEqual('running', self.get().status)
        self.assertTrue(update_run.is_cancel_requested(self.ctx, run))
        update_run.finish(self.ctx, run, update_run.FAILED, 'the tool ended')
        row = self.get()
        self.assertEqual(('canceled', ''), (row.status, row.job_explanation))

    def test_a_canceled_update_whose_worker_died_does_not_start_again(self):
        update_run.start(self.ctx, self.update_id)
        update_run.cancel(self.ctx, self.update_id)
        self.assertIsNone(update_run.start(self.ctx, self.update_id))
        self.assertEqual('canceled', self.get().status)

    def test_an_update_that_is_over_or_unknown_is_not_canceled(self):
        run = update_run.start(self.ctx, self.update_id)
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        self.assertFalse(update_run.cancel(self.ctx, self.update_id))
        self.assertEqual('successful', self.get().status)
        self.assertRaises(errors.NoMatch, update_run.cancel, self.ctx, 4711)


@base.on_every_database
class TestGiveUp(_Case):
    def test_an_update_without_a_worker_ends_as_an_error(self):
        update_run.start(self.ctx, self.update_id)
        update_run.give_up(self.ctx, self.update_id)
        row = self.get()
        self.assertEqual('error', row.status)
        self.assertIn('its worker died or failed', row.job_explanation)

    def test_a_canceled_update_without_a_worker_ends_as_canceled(self):
        update_run.start(self.ctx, self.update_id)
        update_run.cancel(self.ctx, self.update_id)
        update_run.give_up(self.ctx, self.update_id)
        self.assertEqual('canceled', self.get().status)

    def test_an_update_that_is_over_is_not_changed(self):
        run = update_run.start(self.ctx, self.update_id)
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        update_run.give_up(self.ctx, self.update_id)
        self.assertEqual('successful', self.get().status)
        update_run.give_up(self.ctx, 4711)
