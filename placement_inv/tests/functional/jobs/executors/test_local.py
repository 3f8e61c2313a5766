"""The local executor: threads, stopping, jobs of killed processes."""

import subprocess
import sys
import threading
import time
import types
from unittest import mock

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.jobs import registry
from placement_inv.jobs.executors import local
from placement_inv.objects import job
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.executors import victim

_JOBS = tables.jobs.jobs


@base.on_every_database
class TestLocal(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.done = []
        self.work = lambda ctx, **_arguments: None
        self.changed = threading.Condition()
        # No sweep during a test: the notification starts the jobs.
        self._set(sweep_interval=600)

    def _set(self, **options):
        for name, value in options.items():
            self.conf.set_override(name, value, 'jobs')
            self.addCleanup(self.conf.clear_override, name, 'jobs')

    def _executor(self, name='work', on_failure=None):
        @registry.job(name, on_failure=on_failure)
        def run(ctx, **arguments):
            self.work(ctx, **arguments)
            with self.changed:
                self.done.append(arguments)
                self.changed.notify_all()

        tasks = registry.find_tasks([types.SimpleNamespace(run=run)])
        executor = local.Local(self.services, tasks)
        self.addCleanup(executor.stop)
        return executor

    def _wait_done(self, number, seconds=30):
        with self.changed:
            self.assertTrue(
                self.changed.wait_for(
                    lambda: len(self.done) >= number, seconds
                )
            )

    def _wait_status(self, expected, seconds=30):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            rows = [tuple(row) for row in self.rows(_STATUS)]
            if rows == expected:
                return
            time.sleep(0.05)
        self.assertEqual(expected, rows)

    def test_queued_jobs_run_at_the_start(self):
        job.enqueue(self.ctx, 'work', {'number': 1})
        self._executor().start()
        self._wait_done(1)
        self._wait_status([(job.SUCCEEDED, 1)])

    def test_a_job_runs_when_its_transaction_committed(self):
        self._executor().start()

        @transactions.writer
        def decide(ctx):
            job.enqueue(ctx, 'work', {'number': 1})
            time.sleep(0.3)
            self.assertEqual([], self.done)

        decide(self.ctx)
        self._wait_done(1)

    def test_many_jobs_run_once_each(self):
        self._executor().start()
        for number in range(20):
            job.enqueue(self.ctx, 'work', {'number': number})
        self._wait_done(20)
        self._wait_status([(job.SUCCEEDED, 1)] * 20)
        self.assertEqual(
            list(range(20)), sorted(done['number'] for done in self.done)
        )

    def test_short_jobs_go_on_while_all_update_threads_are_busy(self):
        self._set(workers=1, update_workers=1)
        has_started, release = threading.Event(), threading.Event()
        self.addCleanup(release.set)

        @registry.job('linger', pool=registry.UPDATES)
        def linger(ctx):
            has_started.set()
            release.wait(60)

        @registry.job('work')
        def work(ctx, **arguments):
            with self.changed:
                self.done.append(arguments)
                self.changed.notify_all()

        tasks = registry.find_tasks(
            [types.SimpleNamespace(linger=linger, work=work)]
        )
        for _ in range(3):
            job.enqueue(self.ctx, 'linger', {})
        executor = local.Local(self.services, tasks)
        self.addCleanup(executor.stop)
        executor.start()
        self.assertTrue(has_started.wait(30))
        job.enqueue(self.ctx, 'work', {'number': 1})
        self._wait_done(1)
        self._wait_status(
            [
                (job.RUNNING, 1),
                (job.QUEUED, 0),
                (job.QUEUED, 0),
                (job.SUCCEEDED, 1),
            ]
        )
        release.set()
        self._wait_status([(job.SUCCEEDED, 1)] * 4)

    def test_a_sweep_finds_a_job_of_another_process(self):
        self._set(sweep_interval=0.1)
        self._executor().start()
        self.services.jobs.listen(None)
        job.enqueue(self.ctx, 'work', {})
        self._wait_done(1)

    def test_a_stop_sets_the_event_of_a_running_job(self):
        has_started = threading.Event()
        results = []

        def work(ctx):
            has_started.set()
            results.append(ctx.stopping.wait(60))
            raise exceptions.Stopped()

        self.work = work
        executor = self._executor()
        executor.start()
        job.enqueue(self.ctx, 'work', {})
        self.assertTrue(has_started.wait(30))
        self.assertTrue(executor.stop())
        self.assertEqual({True}, set(results))
        self._wait_status([(job.QUEUED, 0)])

    def _start_a_job_until(self, release):
        """Run a job that ends when the event `release` is set."""
        has_started = threading.Event()
        self.addCleanup(release.set)
        self.stopping_seen = []

        def work(ctx):
            has_started.set()
            release.wait(60)
            self.stopping_seen.append(ctx.stopping.is_set())

        self.work = work
        executor = self._executor()
        executor.start()
        job.enqueue(self.ctx, 'work', {})
        self.assertTrue(has_started.wait(30))
        return executor

    def test_a_job_that_ignores_a_stop_is_put_back(self):
        release = threading.Event()
        executor = self._start_a_job_until(release)
        with self.assertLogs('placement_inv.jobs.runner', 'WARNING'):
            self.assertFalse(executor.stop(seconds=0.3))
        self._wait_status([(job.QUEUED, 0)])
        # Another worker has it at once, as the same attempt.
        other = job.claim(self.ctx, 'other', ('work',), 60)
        self.assertEqual(1, other.attempts)
        release.set()
        self._wait_done(1)
        for thread in executor._threads:
            thread.join(30)
        # What the first worker wrote at its end had no effect.
        self._wait_status([(job.RUNNING, 1)])
        self.assertTrue(job.finish(self.ctx, other))

    def test_a_job_may_finish_in_the_time_of_grace(self):
        release = threading.Event()
        executor = self._start_a_job_until(release)
        threading.Timer(0.5, release.set).start()
        self.assertTrue(executor.stop(grace=60))
        self.assertEqual([False], self.stopping_seen)
        self._wait_status([(job.SUCCEEDED, 1)])

    def test_a_stop_in_a_hurry_ends_the_grace(self):
        release, hurry = threading.Event(), threading.Event()
        executor = self._start_a_job_until(release)
        hurry.set()
        self.assertFalse(executor.stop(grace=600, seconds=0.3, hurry=hurry))
        self._wait_status([(job.QUEUED, 0)])

    def test_a_job_that_cannot_be_put_back_keeps_its_lease(self):
        executor = self._start_a_job_until(threading.Event())
        with (
            mock.patch.object(
                job, 'release', side_effect=exceptions.DatabaseUnreachable
            ),
            self.assertLogs(local.LOG, 'WARNING'),
        ):
            self.assertFalse(executor.stop(seconds=0.3))
        self._wait_status([(job.RUNNING, 1)])

    def test_no_job_starts_after_a_stop(self):
        executor = self._executor()
        executor.start()
        self.assertTrue(executor.stop())
        job.enqueue(self.ctx, 'work', {})
        time.sleep(0.3)
        self.assertEqual([], self.done)

    def _kill_a_worker(self):
        """Let another process start the job and die by SIGKILL."""
        url = self.conf.placement_database.connection
        process = subprocess.Popen(
            [sys.executable, '-m', victim.__name__, url],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        self.assertEqual('running', process.stdout.readline().strip())
        process.kill()
        process.wait(30)

    def test_the_job_of_a_killed_process_is_recovered(self):
        job.enqueue(self.ctx, 'linger', {'number': 7})
        self._kill_a_worker()
        self._wait_status([(job.RUNNING, 1)])
        if self.backend != 'sqlite':
            # Instead of a wait for the end of the lease.
            with self.database.engine.begin() as connection:
                connection.execute(
                    _JOBS.update().values(lease_expires_at=_JOBS.c.queued_at)
                )
        self._executor('linger').start()
        self._wait_done(1)
        self._wait_status([(job.SUCCEEDED, 2)])
        self.assertEqual([{'number': 7}], self.done)

    def test_on_failure_is_called_for_a_job_that_kills_its_workers(self):
        self._set(max_attempts=1)
        failures = []
        job.enqueue(self.ctx, 'linger', {'number': 7})
        self._kill_a_worker()
        with self.database.engine.begin() as connection:
            connection.execute(
                _JOBS.update().values(lease_expires_at=_JOBS.c.queued_at)
            )

        def end(ctx, error, number):
            failures.append((error, number))

        self._executor('linger', end).start()
        self._wait_status([(job.FAILED, 1)])
        self.assertEqual(
            [('The worker died at each of 1 attempts.', 7)], failures
        )
        self.assertEqual([], self.done)


_STATUS = sa.select(_JOBS.c.status, _JOBS.c.attempts).order_by(_JOBS.c.id)
