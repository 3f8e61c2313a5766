"""Time limits cancel statements, on every database."""

import threading
import time

from oslo_db import exception as db_exc
import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv import smartfilter
from placement_inv.db import lock_gate
from placement_inv.db import time_limits
from placement_inv.db import transactions
from placement_inv.tests.functional import base

_ENDLESS = """
WITH RECURSIVE numbers (number) AS (
    SELECT 1 UNION ALL SELECT number + 1 FROM numbers
) SELECT number FROM numbers WHERE number < 0
"""
_SLOW = {
    'sqlite': _ENDLESS,
    'postgresql': 'SELECT pg_sleep(90)',
    'mysql': 'SELECT SLEEP(90)',
}
_CANCEL = """
SELECT pg_cancel_backend(pid) FROM pg_stat_activity
WHERE wait_event = 'PgSleep' AND datname = current_database()
"""


@base.on_every_database
class TestTimeLimit(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.seconds = 0.05
        self.limited = self._limit()
        self.slow = sa.text(_SLOW[self.limited.engine.dialect.name])

    def _limit(self, gate=None):
        """Return a Database whose statements have a limit."""
        limited = transactions.Database(
            self.conf.placement_database,
            smartfilter.register_sqlite_functions,
            time_limits.TimeLimit(
                lambda: self.seconds,
                lambda statement: statement is not None,
                smartfilter.time_limit,
                gate,
            ),
        )
        self.addCleanup(limited.dispose)
        return limited

    def _run(self, statement, database=None, **options):
        with (database or self.limited).single_statement() as connection:
            return connection.execute(
                statement, execution_options=options
            ).all()

    def test_a_slow_statement_is_cancelled(self):
        error = self.assertRaises(
            exceptions.FilterTooExpensive, self._run, self.slow
        )
        self.assertEqual(0.05, error.seconds)

    def test_a_statement_may_get_a_fraction_of_the_limit(self):
        self.seconds = 60
        error = self.assertRaises(
            exceptions.FilterTooExpensive,
            self._run,
            self.slow,
            **{time_limits.SHARE: 1 / 1000},
        )
        self.assertEqual(0.06, error.seconds)

    def test_other_costly_statements_leave_the_time_of_a_cheap_one(self):
        self.seconds = 60
        gate = lock_gate.LockGate(1, 0)
        limited = self._limit(gate)
        with gate.entered():
            self.assertEqual(
                [(1,)], self._run(sa.text('SELECT 1'), database=limited)
            )
            error = self.assertRaises(
                exceptions.FiltersBusy,
                self._run,
                self.slow,
                database=limited,
            )
            self.assertEqual(2, error.retry_after)
        self.seconds = 0.3
        self.assertRaises(
            exceptions.FilterTooExpensive,
            self._run,
            self.slow,
            database=limited,
        )

    def test_a_limit_below_that_of_a_cheap_statement_is_its_own(self):
        gate = lock_gate.LockGate(1, 0)
        with gate.entered():
            error = self.assertRaises(
                exceptions.FilterTooExpensive,
                self._run,
                self.slow,
                database=self._limit(gate),
            )
        self.assertEqual(0.05, error.seconds)

    def test_the_limit_ends_with_the_statement(self):
        self.assertRaises(exceptions.FilterTooExpensive, self._run, self.slow)
        self.assertEqual([(1,)], self._run(sa.text('SELECT 1')))
        self.assertEqual([], self._find_limits())

    def test_prepared_statements_work_after_a_cancellation(self):
        statement = sa.text('SELECT 1')
        for _ in range(10):
            self.assertRaises(
                exceptions.FilterTooExpensive, self._run, self.slow
            )
            self.assertEqual([(1,)], self._run(statement))

    def test_another_error_of_a_statement_is_not_translated(self):
        self.assertRaises(
            (db_exc.DBError, sa.exc.DBAPIError),
            self._run,
            sa.text('SELECT 1 FROM nowhere'),
        )
        self.assertEqual([], self._find_limits())

    def test_a_cancellation_by_an_administrator_is_not_translated(self):
        if self.backend != 'postgresql':
            self.skipTest('other databases have another code for it')
        self.seconds = 60
        canceller = threading.Thread(target=self._cancel)
        canceller.start()
        self.addCleanup(canceller.join)
        self.assertRaises(exceptions.TransactionEnded, self._run, self.slow)

    def _cancel(self):
        with self.database.engine.connect() as connection:
            while not connection.exec_driver_sql(_CANCEL).all():
                time.sleep(0.05)
                connection.rollback()

    def _find_limits(self):
        """Return the limits of the pool's connections, beside their usual."""
        query, usual = {
            'postgresql': (
                'SELECT setting FROM pg_settings '
                "WHERE name = 'statement_timeout'",
                30_000,
            ),
            'mysql': ('SELECT @@max_statement_time', 30),
            'sqlite': ('SELECT 0', 0),
        }[self.limited.engine.dialect.name]
        with self.limited.engine.connect() as connection:
            limit = connection.exec_driver_sql(query).scalar_one()
        return [limit] if float(limit) != usual else []
