"""How the sweeper recovers abandoned jobs."""

import datetime
import types
from unittest import mock

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db.tables import base as tables_base
from placement_inv.jobs import identity
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper
from placement_inv.objects import job
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.updates import pruning
from placement_inv.tests.fixtures import process_clock
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_JOBS = tables.jobs.jobs


@base.on_every_database
class TestSweeper(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.failures = []
        self.fails = False

        def end(ctx, error, **arguments):
            if self.fails:
                raise ZeroDivisionError
            self.failures.append((error, arguments))

        @registry.job('work', on_failure=end)
        def run(ctx):
            self.fail('the sweeper must not run the job')

        tasks = registry.find_tasks([types.SimpleNamespace(run=run)])
        self.runner = runner.Runner(self.services, tasks, 'me')
        self.sweeper = sweeper.Sweeper(self.conf.jobs, self.runner)

    def _abandon(self, task='work', times=1):
        job_id = job.enqueue(self.ctx, task, {})
        for _ in range(times):
            job.requeue(self.ctx, times)
            attempt = job.claim(self.ctx, 'dead', (task,), -1)
            self.assertEqual(job_id, attempt.id)
        return job_id

    def _status(self):
        return self.rows(sa.select(_JOBS.c.status)).pop().status

    def test_an_abandoned_job_is_queued_again(self):
        self._abandon()
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            self.sweeper.sweep()
        self.assertEqual(job.QUEUED, self._status())
        self.assertEqual([], self.failures)

    def test_a_job_without_attempts_left_is_given_up(self):
        self._abandon(times=3)
        with self.assertLogs(sweeper.LOG, 'ERROR'):
            self.sweeper.sweep()
        self.assertEqual(job.FAILED, self._status())
        self.assertEqual(
            [('The worker died at each of 3 attempts.', {})], self.failures
        )

    def test_a_failed_give_up_is_tried_again(self):
        self._abandon(times=3)
        self.fails = True
        with self.assertLogs(sweeper.LOG, 'ERROR'):
            self.sweeper.sweep()
        self.assertEqual(job.RUNNING, self._status())
        self.fails = False
        with self.assertLogs(sweeper.LOG, 'ERROR'):
            self.sweeper.sweep()
        self.assertEqual(job.FAILED, self._status())

    def test_a_task_of_another_release_is_left_to_its_workers(self):
        self._abandon('carve', times=3)
        self.sweeper.sweep()
        self.assertEqual(job.RUNNING, self._status())

    def test_a_running_job_is_not_changed(self):
        job.enqueue(self.ctx, 'work', {})
        self.runner.claim()
        self.sweeper.sweep()
        self.assertEqual(job.RUNNING, self._status())

    def test_a_wrong_clock_does_not_abandon_jobs(self):
        job.enqueue(self.ctx, 'work', {})
        self.runner.claim()
        other = runner.Runner(self.services, self.runner._tasks, 'other')
        sweeps = sweeper.Sweeper(self.conf.jobs, other)
        hour = datetime.timedelta(hours=1)
        self.addCleanup(
            setattr, self.database, 'clock_ahead', datetime.timedelta(0)
        )
        with (
            process_clock.shift_clock(hour),
            self.assertLogs(job.LOG, 'WARNING') as logs,
        ):
            sweeps.sweep()
            job.read_clock(self.ctx)
            self.assertEqual(job.RUNNING, self._status())
            late = job.list_abandoned(
                self.make_context(), dead_workers=('me',)
            )
            self.assertTrue(job.extend(self.make_context(), late[0], 60))
        self.assertEqual(1, len(logs.output), logs.output)
        self.assertIn('3600 seconds ahead of', logs.output[0])
        lease = self.rows(sa.select(_JOBS.c.lease_expires_at)).pop()
        self.assertLess(
            lease.lease_expires_at - tables_base.utcnow(), hour / 2
        )

    def test_a_clock_that_is_set_abandons_no_job(self):
        job.enqueue(self.ctx, 'work', {})
        attempt = self.runner.claim()
        other = runner.Runner(self.services, self.runner._tasks, 'other')
        sweeps = sweeper.Sweeper(self.conf.jobs, other)
        # The sweeper has compared the clocks before they differ.
        sweeps.sweep()
        for days in (100, -100):
            with process_clock.shift_clock(datetime.timedelta(days=days)):
                sweeps.sweep()
                self.assertEqual(job.RUNNING, self._status())
                self.assertTrue(job.extend(self.make_context(), attempt, 60))
            sweeps.sweep()
            self.assertEqual(job.RUNNING, self._status())
        with process_clock.shift_clock(datetime.timedelta(days=100)):
            job.release(self.ctx, attempt)
            attempt = self.runner.claim()
            job.extend(self.ctx, attempt, -1)
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            sweeps.sweep()
        self.assertEqual(job.QUEUED, self._status())

    def test_jobs_of_dead_neighbours_are_queued_at_once(self):
        host = identity.of_this_process().rsplit(':', 2)[0]
        dead = f'{host}:{2**22 + 1}:1'
        job.enqueue(self.ctx, 'work', {})
        job.claim(self.ctx, dead, ('work',), 600)
        self.assertEqual([dead], self.sweeper.find_dead_neighbours())
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            self.sweeper.sweep([dead])
        self.assertEqual(job.QUEUED, self._status())

    def test_this_process_is_not_a_dead_neighbour(self):
        job.enqueue(self.ctx, 'work', {})
        job.claim(self.ctx, identity.of_this_process(), ('work',), 600)
        self.assertEqual([], self.sweeper.find_dead_neighbours())

    def test_old_finished_jobs_are_deleted(self):
        job.enqueue(self.ctx, 'work', {})
        job.finish(self.ctx, self.runner.claim())
        self.conf.set_override('keep', 0, 'jobs')
        self.addCleanup(self.conf.clear_override, 'keep', 'jobs')
        self.sweeper.sweep()
        self.assertEqual([], self.rows(sa.select(_JOBS.c.id)))

    def test_failed_deletions_are_retried(self):
        inventory = world.make_inventory(self.ctx)
        deletion.schedule(self.ctx, inventory.id)
        (job_row,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'disk full', **job_row.arguments)
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            self.sweeper.sweep()
        self.assertEqual(2, len(self.rows(sa.select(_JOBS))))
        self.sweeper.sweep()
        self.assertEqual(2, len(self.rows(sa.select(_JOBS))))

    def test_updates_are_pruned_as_the_options_say_until_none_is_left(self):
        self.conf.set_override('keep_updates', 60, 'inventory_sources')
        self.addCleanup(
            self.conf.clear_override, 'keep_updates', 'inventory_sources'
        )
        with mock.patch.object(
            pruning, 'prune', side_effect=[True, False]
        ) as prune:
            for _ in range(3):
                self.sweeper.sweep()
        self.assertEqual([mock.call(mock.ANY, 60, 200)] * 2, prune.mock_calls)

    def test_a_failed_cleaning_is_retried_at_the_next_sweep(self):
        failure = mock.patch.object(
            deletion, 'try_again', side_effect=ZeroDivisionError
        )
        with failure:
            self.assertRaises(ZeroDivisionError, self.sweeper.sweep)
        with mock.patch.object(deletion, 'try_again') as try_again:
            try_again.return_value = []
            self.sweeper.sweep()
            self.sweeper.sweep()
        try_again.assert_called_once()

    def test_an_idle_sweep_is_one_select(self):
        self.sweeper.sweep()
        with self.count_statements() as counter:
            self.sweeper.sweep()
        self.assertEqual(1, len(counter.statements), counter)
        self.assertTrue(counter.statements[0].startswith('SELECT'))
