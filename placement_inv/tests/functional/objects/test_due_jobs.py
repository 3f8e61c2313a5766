"""The search for due jobs reads few rows, whatever is queued."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects import due_jobs
from placement_inv.objects import job
from placement_inv.tests.functional import base

_JOBS = tables.jobs.jobs

#: Statements by which a test makes the planner count rows.
_ANALYZE = {
    'sqlite': 'ANALYZE',
    'postgresql': 'ANALYZE jobs',
    'mariadb': 'ANALYZE TABLE jobs',
}

#: Queries of how many rows and entries of indexes a connection has read.
_READ_ROWS = {
    'postgresql': """
        SELECT coalesce(sum(pg_stat_get_xact_tuples_returned(oid)
                            + pg_stat_get_xact_tuples_fetched(oid)), 0)
        FROM pg_class
        WHERE oid = 'jobs'::regclass OR oid IN (
            SELECT indexrelid FROM pg_index WHERE indrelid = 'jobs'::regclass
        )
    """,
    'mariadb': """
        SELECT sum(variable_value) FROM information_schema.session_status
        WHERE variable_name LIKE 'Handler_read%%'
    """,
}


@base.on_every_database
class TestFind(base.DatabaseTest):
    def add(self, count, lock='wall', status=job.QUEUED, task='paint'):
        """Add jobs with the next ids."""
        with self.database.engine.begin() as connection:
            connection.execute(
                _JOBS.insert(),
                [
                    {
                        'task': task,
                        'arguments': {},
                        'lock': lock.format(number) if lock else None,
                        'running_lock': lock
                        if status == job.RUNNING
                        else None,
                        'status': status,
                        'attempts': 0,
                        'queued_at': tables.base.utcnow(),
                    }
                    for number in range(count)
                ],
            )

    def find(self, task='paint', is_blocked=None):
        """Return the lock of the first due job, and how much was read."""
        with self.database.engine.connect() as connection:
            before = self.read_work(connection)
            row = due_jobs.find(
                connection, (_JOBS.c.lock,), task, is_blocked, for_update=True
            )
            work = self.read_work(connection) - before
            connection.rollback()
        return row and row.lock, work

    def read_work(self, connection):
        """Return how many rows, or steps of SQLite, were read so far."""
        if self.backend != 'sqlite':
            return int(
                connection.exec_driver_sql(_READ_ROWS[self.backend]).scalar()
            )
        if not connection.info.get('steps'):
            steps = connection.info['steps'] = []
            driver_connection = connection.connection.driver_connection
            driver_connection.set_progress_handler(lambda: steps.append(1), 1)
            steps.append(1)
        return len(connection.info['steps'])

    def find_with_any_statistics(self, **arguments):
        """Return the lock, and the most that was read: before and after."""
        results = [self.find(**arguments)]
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql(_ANALYZE[self.backend])
            connection.commit()
        results.append(self.find(**arguments))
        (lock,) = {lock for lock, _work in results}
        if self.backend == 'mariadb':
            # It renews its statistics itself, soon after many new rows.
            del results[0]
        return lock, max(work for _lock, work in results)

    def test_the_rows_read_do_not_grow_with_the_jobs_of_a_lock(self):
        works = {}
        self.add(1, status=job.RUNNING)
        for count in (200, 8000):
            self.add(count)
            self.add(count, status=job.SUCCEEDED)
            self.add(1, lock=f'door {count}')
            lock, works[count] = self.find_with_any_statistics()
            self.assertEqual('door 200', lock)
        self.assertLessEqual(works[8000], 1.5 * works[200], works)
        self.assertGreater(works[200], 64)

    def test_the_rows_read_do_not_grow_with_a_lock_that_is_free(self):
        works = {}
        for count in (200, 8000):
            self.add(count)
            lock, works[count] = self.find_with_any_statistics()
            self.assertEqual('wall', lock)
        self.assertLessEqual(works[8000], 1.5 * works[200], works)

    def test_the_rows_read_do_not_grow_with_the_locks(self):
        works = {}
        for count in (200, 8000):
            self.add(count, lock=f'{count} {{}}')
            lock, works[count] = self.find_with_any_statistics()
            self.assertEqual('200 0', lock)
        self.assertLessEqual(works[8000], 1.5 * works[200], works)

    def test_the_rows_read_do_not_grow_with_another_task(self):
        works = {}
        for count in (200, 8000):
            self.add(count)
            lock, works[count] = self.find_with_any_statistics(task='carve')
            self.assertIsNone(lock)
        self.assertLessEqual(works[8000], 1.5 * works[200], works)

    def test_jobs_without_a_lock_are_found_behind_many_that_wait(self):
        self.add(1, status=job.RUNNING)
        self.add(200)
        self.assertIsNone(self.find()[0])
        self.add(1, lock=None)
        with self.database.engine.connect() as connection:
            row = due_jobs.find(connection, (_JOBS.c.lock,), 'paint')
            self.assertEqual((None,), tuple(row))

    def test_blocked_jobs_are_skipped_behind_many_that_wait(self):
        self.add(1, status=job.RUNNING)
        self.add(100)
        self.add(600, lock='door {}')
        is_blocked = _JOBS.c.lock != 'door 599'
        self.assertEqual('door 599', self.find(is_blocked=is_blocked)[0])
        is_blocked = _JOBS.c.id > 0
        self.assertIsNone(self.find(is_blocked=is_blocked)[0])

    def test_a_job_waits_for_one_of_another_task_with_its_lock(self):
        self.add(1, task='carve')
        self.add(1)
        self.assertIsNone(self.find()[0])
        self.assertEqual('wall', self.find('carve')[0])

    def test_an_idle_search_takes_two_statements(self):
        with (
            self.count_statements() as counter,
            self.database.engine.connect() as connection,
        ):
            self.assertIsNone(
                due_jobs.find(connection, (sa.literal(1),), 'paint')
            )
        self.assertEqual(2, len(counter.statements), counter)
