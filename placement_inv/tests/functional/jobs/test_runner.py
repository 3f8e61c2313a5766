"""How a runner records the ends of tasks."""

import threading
import types

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.objects import job
from placement_inv.tests.functional import base

_JOBS = tables.jobs.jobs


@base.on_every_database
class TestRunner(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.arguments = []
        self.failures = []
        self.work = lambda ctx, **_arguments: None

        def end(ctx, error, **arguments):
            self.failures.append((error, arguments))

        @registry.job('work', on_failure=end)
        def run(ctx, **arguments):
            self.arguments.append(arguments)
            self.work(ctx, **arguments)

        tasks = registry.find_tasks([types.SimpleNamespace(run=run)])
        self.runner = runner.Runner(self.services, tasks, 'me')

    def _run(self, work=None, **arguments):
        if work is not None:
            self.work = work
        job.enqueue(self.ctx, 'work', arguments)
        self.runner.run_job(self.runner.claim())
        (row,) = self.rows(sa.select(_JOBS))
        return row

    def _set(self, **options):
        for name, value in options.items():
            self.conf.set_override(name, value, 'jobs')
            self.addCleanup(self.conf.clear_override, name, 'jobs')

    def test_without_jobs_there_is_nothing_to_claim(self):
        self.assertIsNone(self.runner.claim())
        self.assertFalse(self.runner.is_any_due())

    def test_a_task_gets_its_arguments_and_rights(self):
        def look(ctx, **arguments):
            self.assertTrue(ctx.is_admin)
            self.assertFalse(ctx.stopping.is_set())
            self.assertEqual(1, len(self.runner.running))

        row = self._run(look, host=7, names=['a', 'ü'])
        self.assertEqual([{'host': 7, 'names': ['a', 'ü']}], self.arguments)
        self.assertEqual(job.SUCCEEDED, row.status)
        self.assertEqual('me', row.worker)
        self.assertEqual([], self.failures)
        self.assertEqual((), self.runner.running)

    def test_a_task_has_the_origin_of_the_request(self):
        origins = []

        def look(ctx, **_arguments):
            origins.append(ctx.origin)
            self.assertEqual(['admin'], ctx.roles)

        self.ctx = self.make_context(
            user_id='jane', user_name='Jane', request_id='req-7', roles=[]
        )
        self.ctx.actor_id = 7
        self._run(look)
        self.assertEqual(
            [
                {
                    'user_id': 'jane',
                    'user_name': 'Jane',
                    'actor_id': 7,
                    'request_id': 'req-7',
                }
            ],
            origins,
        )

    def test_jobs_of_earlier_releases_have_no_origin(self):
        def look(ctx, **_arguments):
            self.assertIsNone(ctx.user_id)

        job.enqueue(self.ctx, 'work', {})
        with self.database.engine.begin() as connection:
            connection.execute(_JOBS.update().values(origin=None))
        self.work = look
        self.runner.run_job(self.runner.claim())
        (row,) = self.rows(sa.select(_JOBS))
        self.assertEqual(job.SUCCEEDED, row.status)

    def test_a_task_that_raises_fails_and_calls_on_failure(self):
        def fail(ctx, **_arguments):
            raise ZeroDivisionError('no paint')

        with self.assertLogs(runner.LOG, 'ERROR'):
            row = self._run(fail, wall=1)
        error = 'ZeroDivisionError: no paint'
        self.assertEqual((job.FAILED, error), (row.status, row.error))
        self.assertEqual([(error, {'wall': 1})], self.failures)

    def test_a_task_that_stops_waits_for_the_next_worker(self):
        def stop(ctx, **_arguments):
            self.runner.stop()
            self.assertTrue(ctx.stopping.wait(10))
            raise exceptions.Stopped()

        row = self._run(stop)
        self.assertEqual((job.QUEUED, 0), (row.status, row.attempts))
        self.assertEqual([], self.failures)

    def test_a_task_that_lost_the_database_is_tried_again(self):
        def interrupt(ctx, **_arguments):
            self.runner.stop()
            raise exceptions.DatabaseUnreachable()

        self._set(max_attempts=2)
        self.runner = runner.Runner(self.services, self.runner._tasks, 'me')
        with self.assertLogs(runner.LOG, 'WARNING') as logs:
            row = self._run(interrupt)
        self.assertEqual(1, len(logs.output), logs.output)
        self.assertNotIn('Traceback', logs.output[0])
        self.assertEqual((job.QUEUED, 1), (row.status, row.attempts))
        self.assertEqual([], self.failures)
        with self.assertLogs(runner.LOG, 'WARNING'):
            self.runner.run_job(self.runner.claim())
        (row,) = self.rows(sa.select(_JOBS))
        self.assertEqual((job.FAILED, 2), (row.status, row.attempts))
        self.assertEqual(1, len(self.failures))

    def test_a_task_that_starts_after_the_stop_is_stopped_at_once(self):
        flags = []
        self.runner.stop()
        self._run(lambda ctx: flags.append(ctx.stopping.is_set()))
        self.assertEqual([True], flags)

    def test_the_heartbeat_keeps_a_long_job(self):
        self._set(lease=0.6)
        self.runner = runner.Runner(
            self.services, self.runner._tasks, 'patient'
        )

        def work(ctx, **_arguments):
            self.assertFalse(ctx.stopping.wait(1.5))
            self.assertEqual([], job.list_abandoned(self.make_context()))

        self.assertEqual(job.SUCCEEDED, self._run(work).status)

    def test_a_job_of_another_worker_stops_and_its_result_is_void(self):
        self._set(lease=0.6)
        self.runner = runner.Runner(self.services, self.runner._tasks, 'slow')

        def work(ctx, **_arguments):
            # As a sweeper does when the lease has expired.
            dead = ('slow',)
            job.requeue(self.make_context(), 9, dead_workers=dead)
            attempt = job.claim(self.make_context(), 'other', ('work',), 60)
            self.assertEqual(2, attempt.attempts)
            self.assertTrue(ctx.stopping.wait(10))

        row = self._run(work)
        self.assertEqual(
            (job.RUNNING, 'other', 2), (row.status, row.worker, row.attempts)
        )

    def test_two_runners_work_concurrently(self):
        together = threading.Barrier(2)
        self.work = lambda ctx, **_arguments: together.wait(10)
        for number in range(2):
            job.enqueue(self.ctx, 'work', {'number': number})
        threads = [
            threading.Thread(
                target=self.runner.run_job, args=(self.runner.claim(),)
            )
            for _ in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(
            [(job.SUCCEEDED,)] * 2, self.rows(sa.select(_JOBS.c.status))
        )
