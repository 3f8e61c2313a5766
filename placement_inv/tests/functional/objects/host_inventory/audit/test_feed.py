"""The feed has all entries, also those of concurrent writers."""

from concurrent import futures
import datetime
import random
import threading
import time

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base as columns
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.audit import feed
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.tests.functional import base

_CHANGES = tables.host_inventory.host_inventory_changes


@transactions.writer
def _write(ctx, names, seconds=0.0, fail=False):
    for name in names:
        audit_log.append(
            ctx, 'create', audit_log.Subject('host', None, name), {}
        )
    time.sleep(seconds)
    if fail:
        raise LookupError


class _FeedTest(base.DatabaseTest):
    def follow(self, cursor, limit=3):
        """Read the feed to its end; return the names and the last cursor."""
        names = []
        while True:
            page = feed.read(self.make_context(), cursor, limit)
            names += [row['object_name'] for row in page.rows]
            cursor = page.cursor
            if not page.more:
                return names, cursor


@base.on_every_database
class TestFeed(_FeedTest):
    def test_a_cursor_continues_the_feed(self):
        self.assertEqual(([], feed.Cursor()), self.follow(None))
        _write(self.ctx, 'abcdefg')
        names, cursor = self.follow(None)
        self.assertEqual(list('abcdefg'), names)
        self.assertEqual(([], cursor), self.follow(cursor))
        _write(self.ctx, 'h')
        self.assertEqual(['h'], self.follow(cursor)[0])
        self.assertEqual(list('abcdefgh'), self.follow(None)[0])

    def test_the_feed_can_start_at_its_end(self):
        _write(self.ctx, 'abc')
        end = feed.find_end(self.ctx)
        _write(self.ctx, 'd')
        self.assertEqual(['d'], self.follow(end)[0])

    def test_the_feed_has_no_entries_of_rolled_back_transactions(self):
        self.assertRaises(LookupError, _write, self.ctx, 'ab', fail=True)
        _write(self.ctx, 'c')
        self.assertEqual(['c'], self.follow(None)[0])

    def test_a_read_without_new_entries_writes_nothing(self):
        _write(self.ctx, 'abc')
        _names, cursor = self.follow(None)
        with self.count_statements() as counter:
            feed.read(self.ctx, cursor, 10)
        self.assertEqual(3, len(counter.statements), counter)

    def test_an_entry_that_is_committed_late_is_read_later(self):
        if self.backend == 'sqlite':
            self.skipTest('one writes at a time here')
        has_inserted, go_on = threading.Event(), threading.Event()

        @transactions.writer
        def late(ctx):
            audit_log.append(
                ctx, 'create', audit_log.Subject('host', None, 'a'), {}
            )
            has_inserted.set()
            self.assertTrue(go_on.wait(30))

        with futures.ThreadPoolExecutor(1) as thread:
            running = thread.submit(late, self.make_context())
            self.assertTrue(has_inserted.wait(30))
            _write(self.ctx, 'b')
            names, cursor = self.follow(None)
            go_on.set()
            running.result()
        self.assertEqual(['b'], names)
        self.assertEqual(['a'], self.follow(cursor)[0])
        self.assertEqual(['b', 'a'], self.follow(None)[0])

    def test_concurrent_readers_see_one_order(self):
        writers, done = 4, threading.Event()

        def write(number):
            chance = random.Random(number)
            for turn in range(12):
                names = [
                    f'{number}.{turn}.{each}'
                    for each in range(chance.randint(1, 3))
                ]
                _write(self.make_context(), names, chance.random() / 100)
            return

        def read():
            names, cursor = [], None
            while True:
                last = done.is_set()
                new, cursor = self.follow(cursor)
                names += new
                if last:
                    return names

        with futures.ThreadPoolExecutor(writers + 2) as threads:
            readers = [threads.submit(read) for _ in range(2)]
            list(threads.map(write, range(writers)))
            done.set()
            one, other = (reader.result() for reader in readers)
        stored_names = [
            name for (name,) in self.rows(sa.select(_CHANGES.c.object_name))
        ]
        self.assertEqual(sorted(stored_names), sorted(one))
        self.assertEqual(one, other)
        self.assertEqual(one, self.follow(None, limit=200)[0])


@base.on_every_database
class TestPruning(_FeedTest):
    def _age(self, names, seconds):
        before = columns.utcnow() - datetime.timedelta(seconds=seconds)
        with self.database.engine.begin() as connection:
            connection.execute(
                _CHANGES.update()
                .where(_CHANGES.c.object_name.in_(names))
                .values(created_at=before)
            )

    def test_only_old_entries_are_deleted(self):
        _write(self.ctx, 'abcd')
        self._age(['a', 'b'], 100)
        self.assertFalse(feed.prune(self.ctx, 50))
        self.assertEqual(['c', 'd'], self.follow(None)[0])

    def test_a_cursor_before_deleted_entries_is_an_error(self):
        _write(self.ctx, 'a')
        _names, early = self.follow(None)
        _write(self.ctx, 'bc')
        _names, late = self.follow(early)
        self._age(['a'], 100)
        feed.prune(self.ctx, 50)
        self.assertEqual(['b', 'c'], self.follow(early)[0])
        self._age(['b', 'c'], 100)
        feed.prune(self.ctx, 50)
        self.assertRaises(errors.CursorTooOld, self.follow, early)
        self.assertEqual(([], late), self.follow(late))
        self.assertEqual(([], late), self.follow(None))

    def test_the_first_cursor_is_an_error_after_a_deletion(self):
        start = feed.find_end(self.ctx)
        _write(self.ctx, 'ab')
        self._age(['a', 'b'], 100)
        feed.prune(self.ctx, 50)
        self.assertRaises(errors.CursorTooOld, self.follow, start)
