"""Rows age by the clock of the database, whatever a process's clock says."""

import datetime
import time

import sqlalchemy as sa

from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db.tables import base as columns
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper
from placement_inv.objects import job
from placement_inv.objects.host_inventory.access import access_token
from placement_inv.objects.host_inventory.access import keys
from placement_inv.objects.host_inventory.access import session
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.common import idempotency
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.tests.fixtures import process_clock
from placement_inv.tests.functional import base

_HOUR = datetime.timedelta(hours=1)
_100_DAYS = datetime.timedelta(days=100)

#: Tables whose rows are deleted by their age.
_AGING = (
    tables.access.access_tokens,
    tables.access.sessions,
    tables.host_inventory.host_inventory_changes,
    tables.host_inventory.idempotent_requests,
    tables.jobs.jobs,
)


@base.on_every_database
class TestClock(base.DatabaseTest):
    def test_the_time_is_in_utc(self):
        with self.database.engine.connect() as connection:
            now = clock.read(connection)
        self.assertLess(abs(now - columns.utcnow()), _HOUR)

    def test_the_clock_is_not_that_of_the_process(self):
        with (
            process_clock.shift_clock(_100_DAYS),
            self.database.engine.connect() as connection,
        ):
            difference = columns.utcnow() - clock.read(connection)
        self.assertGreater(difference, _100_DAYS - _HOUR)

    def test_times_after_and_before_now(self):
        with (
            process_clock.shift_clock(_100_DAYS),
            self.database.engine.connect() as connection,
        ):
            for seconds in (3600, -3600, 0.25, 100 * 24 * 3600):
                now, then = connection.execute(
                    sa.select(clock.now(), clock.after(seconds))
                ).one()
                difference = (then - now).total_seconds()
                self.assertAlmostEqual(seconds, difference, delta=0.002)


@base.on_every_database
class TestAging(base.DatabaseTest):
    """Two processes, of which one has a clock that is 100 days off."""

    def setUp(self):
        super().setUp()
        self.addCleanup(
            setattr, self.database, 'clock_ahead', datetime.timedelta(0)
        )

    def _begin_keys(self, name):
        """Begin a session and a token; this deletes those that expired."""
        ctx = self.make_context()
        owner = user.find_or_create(ctx, name, name)
        values = {'description': '', 'scope': keys.READ, 'stamp': ''}
        secret = session.begin(ctx, owner.id, '', _HOUR)
        access_token.create(ctx, owner.id, values, _HOUR)
        return secret

    def _write_rows(self):
        """Write a row that ages to each table; return a session's secret."""
        ctx = self.make_context()
        values = {'name': 'Org', 'description': '', 'max_hosts': 0}
        organization.create(ctx, values)
        idempotency.run_once(ctx, 'key', 'digest', dict)
        job.enqueue(ctx, 'work', {})
        job.finish(ctx, job.claim(ctx, 'me', ('work',), 60))
        return self._begin_keys('alice')

    def _delete_old_rows(self):
        """Do all that deletes rows by their age."""
        own_runner = runner.Runner(self.services, {}, 'me')
        sweeper.Sweeper(self.conf.jobs, own_runner).sweep()
        self._begin_keys('bob')

    def _read_rows(self):
        return {
            table.name: {
                tuple(row)
                for row in self.rows(sa.select(*table.primary_key.columns))
            }
            for table in _AGING
        }

    def _assert_nothing_is_deleted(self, secret, rows_before):
        rows_after = self._read_rows()
        for name, rows in rows_before.items():
            self.assertTrue(rows, name)
            self.assertLessEqual(rows, rows_after[name], name)
        session_keys = keys.Keys(self.make_context)
        self.assertIsNotNone(session_keys.find_by_session(secret))

    def test_a_process_whose_clock_is_ahead_deletes_no_new_rows(self):
        secret = self._write_rows()
        rows_before = self._read_rows()
        with process_clock.shift_clock(_100_DAYS):
            self._delete_old_rows()
            self._assert_nothing_is_deleted(secret, rows_before)

    def test_rows_of_a_process_that_is_behind_are_not_old(self):
        with process_clock.shift_clock(-_100_DAYS):
            secret = self._write_rows()
        rows_before = self._read_rows()
        self._delete_old_rows()
        self._assert_nothing_is_deleted(secret, rows_before)

    def test_rows_of_a_process_that_is_ahead_do_not_last(self):
        with process_clock.shift_clock(_100_DAYS):
            self._write_rows()
        self.addCleanup(self.conf.clear_override, 'keep', 'jobs')
        self.conf.set_override('keep', 0, 'jobs')
        self.addCleanup(
            self.conf.clear_override, 'keep_changes', 'host_inventory'
        )
        self.conf.set_override('keep_changes', 0, 'host_inventory')
        changes = self._read_rows()['host_inventory_changes']
        # SQLite's clock has milliseconds: the rows are older than 0 seconds.
        time.sleep(0.01)
        self._delete_old_rows()
        rows = self._read_rows()
        self.assertEqual(set(), rows['jobs'])
        self.assertFalse(changes & rows['host_inventory_changes'])
        for table in (tables.access.sessions, tables.access.access_tokens):
            (latest,) = self.rows(sa.select(sa.func.max(table.c.expires_at)))
            self.assertLess(latest[0], columns.utcnow() + 2 * _HOUR)

    def test_use_extends_a_session_by_its_lifetime(self):
        sessions = tables.access.sessions
        secret = self._write_rows()
        half_used = sa.update(sessions).values(
            updated_at=columns.utcnow() - _HOUR * 3 / 4,
            expires_at=columns.utcnow() + _HOUR / 4,
        )
        with self.database.engine.begin() as connection:
            connection.execute(half_used)
        with process_clock.shift_clock(_100_DAYS):
            self.assertIsNotNone(
                keys.Keys(self.make_context).find_by_session(secret)
            )
        ((expiry,),) = self.rows(sa.select(sessions.c.expires_at))
        self.assertLess(columns.utcnow() + _HOUR / 2, expiry)
        self.assertLess(expiry, columns.utcnow() + 2 * _HOUR)
