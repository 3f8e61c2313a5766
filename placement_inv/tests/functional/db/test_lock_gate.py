"""A blocked inventory takes some threads, and the others go on."""

import contextlib
import threading

import sqlalchemy as sa

from placement_inv import conf
from placement_inv import context
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.placement import trait
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_inventories = tables.host_inventory.host_inventories
_SECONDS = 60


@base.on_every_database
class TestBlockedInventory(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.blocked = world.make_inventory(self.ctx)
        self.free = world.make_inventory(self.ctx, 'free')
        self._threads = []
        self._statements = []
        #: Set as soon as a thread asks the database for a lock.
        self._is_waiting = threading.Event()
        self._create_gated(_SECONDS)

    def _create_gated(self, lock_timeout):
        settings = conf.load(config_files=[])
        for name, value in {
            'connection': self.conf.placement_database.connection,
            'lock_timeout': lock_timeout,
            'statement_timeout': 0,
            'max_waiting_threads': 1,
        }.items():
            settings.set_override(name, value, 'placement_database')
        self.gated = deploy.services(settings)
        self.addCleanup(self.gated.database.dispose)
        sa.event.listen(
            self.gated.database.engine, 'before_cursor_execute', self._look
        )

    def _look(self, _connection, _cursor, statement, *_others):
        self._statements.append(statement)
        if 'IMMEDIATE' in statement or 'UPDATE' in statement:
            self._is_waiting.set()

    def _context(self):
        return context.RequestContext(
            self.gated, user_id='admin', project_id='admin', roles=['admin']
        )

    @contextlib.contextmanager
    def _block(self):
        """Lock the inventory (SQLite: its file) in another session."""
        with self.database.engine.connect() as connection:
            if self.backend == 'sqlite':
                connection.exec_driver_sql('COMMIT')
                connection.exec_driver_sql('BEGIN IMMEDIATE')
            else:
                connection.execute(
                    sa.select(_inventories.c.id)
                    .where(_inventories.c.id == self.blocked.id)
                    .with_for_update()
                )
            try:
                yield
            finally:
                connection.rollback()

    def _write(self, name, results):
        try:
            world.make_group(self._context(), self.blocked.id, name)
        except exceptions.Unavailable as error:
            results.append(error)
        else:
            results.append(name)

    def _start_writer(self, name, results):
        thread = threading.Thread(target=self._write, args=(name, results))
        thread.start()
        self._threads.append(thread)

    def _start_first(self, results):
        self._start_writer('first', results)
        self.assertTrue(self._is_waiting.wait(_SECONDS))

    def test_threads_beyond_the_bound_are_refused(self):
        first, others = [], []
        with self._block():
            self._start_first(first)
            for number in range(3):
                self._start_writer(f'other{number}', others)
            for thread in self._threads[1:]:
                thread.join(_SECONDS)
            # They have given up, and the first one still waits.
            self.assertEqual(
                [exceptions.Unavailable] * 3, [type(each) for each in others]
            )
            self.assertEqual([], first)
            if self.backend != 'sqlite':
                ctx = self._context()
                world.make_group(ctx, self.free.id, 'free')
                trait.create(ctx, 'CUSTOM_GOES_ON')
        self._threads[0].join(_SECONDS)
        self.assertEqual(['first'], first)

    def test_threads_that_wait_for_a_moment_are_not_refused(self):
        results = []
        with self._block():
            self._start_first(results)
            for number in range(3):
                self._start_writer(f'other{number}', results)
        for thread in self._threads:
            thread.join(_SECONDS)
        self.assertEqual(
            ['first', 'other0', 'other1', 'other2'], sorted(results)
        )

    def test_a_transaction_that_has_a_lock_does_not_queue_for_the_next(self):
        if self.backend == 'sqlite':
            self.skipTest('a transaction of SQLite takes one lock')

        @transactions.writer
        def lock_two(ctx):
            membership.find_inventory(ctx, self.free.id, rows.for_update)
            self._is_waiting.clear()
            with self._block():
                self._start_first([])
                membership.find_inventory(ctx, self.free.id, rows.for_update)

        lock_two(self._context())
        self._threads[0].join(_SECONDS)
        # The bound is reached: a statement that queued would have NOWAIT.
        nowait = [each for each in self._statements if 'NOWAIT' in each]
        self.assertEqual([], nowait)
        # The next transaction on the connection queues as others do.
        with self._block():
            self._is_waiting.clear()
            self._start_first([])
            results = []
            self._write('other', results)
            self.assertIsInstance(results[0], exceptions.Unavailable)
        self._threads[1].join(_SECONDS)

    def test_a_wait_that_failed_counts_no_longer(self):
        if self.backend == 'sqlite':
            self.skipTest('SQLite has no NOWAIT')
        self._create_gated(lock_timeout=1)
        results = []
        with self._block():
            for _ in range(2):
                self._write('refused', results)
        self.assertEqual(
            [exceptions.Unavailable] * 2, [type(each) for each in results]
        )
        nowait = [each for each in self._statements if 'NOWAIT' in each]
        self.assertEqual([], nowait)
