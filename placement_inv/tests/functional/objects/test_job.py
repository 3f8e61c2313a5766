"""Jobs: one claim at a time, leases, and one outcome."""

import collections
import threading

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects import job
from placement_inv.tests.functional import base

_JOBS = tables.jobs.jobs
_LONG = 60
_OVER = -1


@base.on_every_database
class TestJob(base.DatabaseTest):
    def _enqueue(self, number=0, lock=None):
        return job.enqueue(self.ctx, 'paint', {'number': number}, lock)

    def _claim(self, worker='me', lease=_LONG):
        return job.claim(self.ctx, worker, ('paint',), lease)

    def _row(self, job_id):
        (row,) = self.rows(sa.select(_JOBS).where(_JOBS.c.id == job_id))
        return row

    def test_an_empty_queue_has_no_job(self):
        self.assertIsNone(self._claim())
        self.assertFalse(job.is_any_due(self.ctx, ('paint',)))

    def test_a_claimed_job_has_its_task_and_arguments(self):
        job_id = self._enqueue(7, lock='wall')
        self.assertTrue(job.is_any_due(self.ctx, ('paint',)))
        expected = job.Job(
            job_id, 'paint', {'number': 7}, 'wall', 1, 'me', self.ctx.origin
        )
        self.assertEqual(expected, self._claim())
        self.assertIsNone(self._claim())
        self.assertFalse(job.is_any_due(self.ctx, ('paint',)))

    def test_jobs_are_claimed_in_their_order(self):
        ids = [self._enqueue(number) for number in range(3)]
        self.assertEqual(ids, [self._claim().id for _ in ids])

    def test_a_worker_does_not_claim_unknown_tasks(self):
        job.enqueue(self.ctx, 'carve', {})
        self.assertIsNone(self._claim())
        self.assertFalse(job.is_any_due(self.ctx, ('paint',)))

    def test_a_claim_takes_two_statements(self):
        self._enqueue()
        with self.count_statements() as counter:
            self._claim()
        self.assertEqual(2, len(counter.statements), counter)
        self.assertEqual((1, 1), (counter.begins, counter.commits))

    def test_jobs_of_one_lock_run_one_at_a_time(self):
        first, second = (self._enqueue(lock='wall') for _ in range(2))
        other = self._enqueue(lock='door')
        first_job = self._claim()
        self.assertEqual(first, first_job.id)
        self.assertEqual(other, self._claim().id)
        self.assertIsNone(self._claim())
        job.finish(self.ctx, first_job)
        self.assertEqual(second, self._claim().id)

    def test_a_released_job_is_claimed_before_later_ones(self):
        first, _second = (self._enqueue(lock='wall') for _ in range(2))
        job.release(self.ctx, self._claim())
        self.assertEqual(first, self._claim().id)

    def test_an_earlier_job_with_a_late_commit_waits(self):
        later = self._enqueue(lock='wall')
        self._claim()
        with self.database.engine.begin() as connection:
            connection.execute(
                _JOBS.insert().values(
                    id=later + 1000,
                    task='paint',
                    arguments={},
                    lock='wall',
                    status=job.QUEUED,
                    attempts=0,
                    queued_at=tables.base.utcnow(),
                )
            )
            connection.execute(
                _JOBS.update()
                .where(_JOBS.c.id == later)
                .values(id=later + 2000)
            )
        self.assertIsNone(self._claim())

    def test_a_row_and_its_notification_follow_the_transaction(self):
        notifications = []
        self.services.jobs.listen(notifications.append)
        self.addCleanup(self.services.jobs.listen, None)

        @transactions.writer
        def work(ctx, must_fail):
            job_id = job.enqueue(ctx, 'paint', {})
            self.assertEqual([], notifications)
            if must_fail:
                raise ZeroDivisionError
            return job_id

        self.assertRaises(ZeroDivisionError, work, self.ctx, must_fail=True)
        self.assertEqual([], self.rows(sa.select(_JOBS.c.id)))
        self.assertEqual([], notifications)
        job_id = work(self.ctx, must_fail=False)
        self.assertEqual([job_id], notifications)

    def test_success(self):
        self._enqueue()
        running_job = self._claim()
        self.assertTrue(job.finish(self.ctx, running_job))
        row = self._row(running_job.id)
        self.assertEqual(job.SUCCEEDED, row.status)
        self.assertIsNotNone(row.finished_at)
        self.assertIsNone(row.running_lock)
        self.assertFalse(job.finish(self.ctx, running_job))

    def test_on_failure_runs_in_the_transaction_of_the_job(self):
        self._enqueue(7)
        running_job = self._claim()
        calls = []

        def break_off(ctx, error, number):
            job.enqueue(ctx, 'repair', {'number': number})
            raise ZeroDivisionError

        def end(ctx, error, number):
            calls.append((error, number, ctx.transaction_depth))

        self.assertRaises(
            ZeroDivisionError, job.fail, self.ctx, running_job, 'oh', break_off
        )
        self.assertEqual(job.RUNNING, self._row(running_job.id).status)
        self.assertEqual(1, len(self.rows(sa.select(_JOBS.c.id))))

        self.assertTrue(job.fail(self.ctx, running_job, 'oh', end))
        self.assertEqual([('oh', 7, 1)], calls)
        row = self._row(running_job.id)
        self.assertEqual((job.FAILED, 'oh'), (row.status, row.error))

        self.assertFalse(job.fail(self.ctx, running_job, 'oh', end))
        self.assertEqual(1, len(calls))

    def test_a_released_attempt_does_not_count(self):
        self._enqueue()
        job.release(self.ctx, self._claim())
        self.assertEqual(1, self._claim().attempts)

    def test_an_extended_lease_does_not_expire(self):
        self._enqueue()
        running_job = self._claim(lease=_OVER)
        self.assertEqual([running_job], job.list_abandoned(self.ctx))
        self.assertTrue(job.extend(self.ctx, running_job, _LONG))
        self.assertEqual([], job.list_abandoned(self.ctx))
        self.assertEqual(0, job.requeue(self.ctx, 3))

    def test_another_worker_claims_an_abandoned_job(self):
        self._enqueue(lock='wall')
        lost_job = self._claim('first', lease=_OVER)
        self.assertEqual(1, job.requeue(self.ctx, 3))
        second = self._claim('second')
        self.assertEqual((lost_job.id, 2), (second.id, second.attempts))
        # The first worker was only slow: its writes have no effect.
        self.assertFalse(job.extend(self.ctx, lost_job, _LONG))
        self.assertFalse(job.finish(self.ctx, lost_job))
        self.assertFalse(job.fail(self.ctx, lost_job, 'no', self.fail))
        self.assertFalse(job.release(self.ctx, lost_job))
        self.assertTrue(job.finish(self.ctx, second))

    def test_the_number_of_attempts_is_limited(self):
        self._enqueue()
        for _ in range(2):
            self._claim(lease=_OVER)
            self.assertEqual(1, job.requeue(self.ctx, 3))
        last = self._claim(lease=_OVER)
        self.assertEqual(0, job.requeue(self.ctx, 3))
        self.assertEqual([last], job.list_abandoned(self.ctx))

    def test_a_job_of_the_caller_is_not_abandoned(self):
        self._enqueue()
        running_job = self._claim(lease=_OVER)
        self.assertEqual(
            [], job.list_abandoned(self.ctx, alive=(running_job.id,))
        )
        self.assertEqual(0, job.requeue(self.ctx, 3, alive=(running_job.id,)))

    def test_jobs_of_a_dead_worker_are_abandoned(self):
        self._enqueue()
        self._enqueue()
        lost_job = self._claim('dead')
        alive = self._claim('alive')
        self.assertEqual(
            {'dead', 'alive'}, set(job.list_busy_workers(self.ctx))
        )
        dead = ('dead',)
        self.assertEqual(
            [lost_job], job.list_abandoned(self.ctx, dead_workers=dead)
        )
        self.assertEqual(1, job.requeue(self.ctx, 3, dead_workers=dead))
        self.assertEqual('queued', self._row(lost_job.id).status)
        self.assertEqual('running', self._row(alive.id).status)

    def test_only_jobs_that_ended_long_ago_are_deleted(self):
        finished_id, _second_id, _third_id = (
            self._enqueue() for _ in range(3)
        )
        job.finish(self.ctx, self._claim())
        self._claim()
        self.assertEqual(0, job.delete_finished(self.ctx, _LONG))
        self.assertEqual(1, job.delete_finished(self.ctx, _OVER))
        rows = self.rows(sa.select(_JOBS.c.id))
        self.assertEqual(2, len(rows))
        self.assertNotIn((finished_id,), rows)

    def test_eight_racing_workers_finish_every_job_exactly_once(self):
        locks = (None, 'wall', 'door')
        ids = [self._enqueue(n, locks[n % 3]) for n in range(36)]
        race = _Race(self)
        race.run(8)
        self.assertEqual([], race.errors)
        self.assertEqual(
            dict.fromkeys(ids, 1), collections.Counter(race.finished)
        )
        self.assertEqual([], race.shared_locks)
        rows = self.rows(sa.select(_JOBS.c.status, _JOBS.c.attempts))
        self.assertEqual({(job.SUCCEEDED, 1)}, {tuple(row) for row in rows})


class _Race:
    """Workers that claim and finish jobs until the queue is empty."""

    def __init__(self, case):
        self._case = case
        self._mutex = threading.Lock()
        self._open = collections.Counter()
        self.finished = []
        #: Locks that two jobs had at the same time.
        self.shared_locks = []
        self.errors = []

    def run(self, workers):
        barrier = threading.Barrier(workers)
        threads = [
            threading.Thread(target=self._work, args=(number, barrier))
            for number in range(workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self, number, barrier):
        ctx = self._case.make_context()
        barrier.wait()
        try:
            while self._has_more(ctx):
                running_job = job.claim(ctx, f'w{number}', ('paint',), _LONG)
                if running_job is not None:
                    self._use_lock(running_job)
                    if job.finish(ctx, running_job):
                        self.finished.append(running_job.id)
        except Exception as error:
            self.errors.append(error)

    def _has_more(self, ctx):
        return len(self.finished) < 36 and not self.errors

    def _use_lock(self, running_job):
        if running_job.lock is None:
            return
        with self._mutex:
            self._open[running_job.lock] += 1
            if self._open[running_job.lock] > 1:
                self.shared_locks.append(running_job.lock)
        with self._mutex:
            self._open[running_job.lock] -= 1
