"""Launches of updates: rows, jobs and statements."""

from concurrent import futures

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.objects import job
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_JOBS = tables.jobs.jobs


@base.on_every_database
class TestLaunching(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx)
        self.rung = []
        self.services.jobs.listen(self.rung.append)
        self.addCleanup(self.services.jobs.listen, None)

    def make_sources(self, count, **values):
        # The path is not checked when the row is written directly.
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCES.insert(),
                [
                    {
                        'host_inventory_id': self.inventory.id,
                        'name': f'source {number:03}',
                        'source': 'file',
                        'source_path': '/estate',
                        **values,
                    }
                    for number in range(count)
                ],
            )

    def jobs(self):
        return self.rows(sa.select(_JOBS).order_by(_JOBS.c.id))

    def test_the_statements_do_not_grow_with_the_sources(self):
        counts = {}
        for source_count in (1, 10, 100):
            with self.database.engine.begin() as connection:
                connection.execute(world.SOURCES.delete())
            self.make_sources(source_count)
            with self.count_statements() as counter:
                launches = launching.launch_all(self.ctx, self.inventory.id)
            self.assertEqual(source_count, len(launches))
            counts[source_count] = len(counter.statements)
        self.assertEqual(1, len(set(counts.values())), counts)
        self.assertLessEqual(counts[100], 14)

    def test_each_source_gets_an_update_and_a_job_of_its_own(self):
        self.make_sources(3, limit='web', timeout=7)
        launches = launching.launch_all(self.ctx, self.inventory.id)
        self.assertEqual(
            ['source 000', 'source 001', 'source 002'],
            [launch.update.of_source.name for launch in launches],
        )
        for launch in launches:
            self.assertEqual(launch.source_id, launch.update.of_source.id)
            self.assertEqual(running_updates.PENDING, launch.update.status)
            self.assertEqual('web', launch.update.limit)
            self.assertEqual(7, launch.update.timeout)
        jobs = self.jobs()
        self.assertEqual(
            [
                (
                    launching.TASK,
                    {'inventory_update_id': launch.update.id},
                    f'inventory_source:{launch.source_id}',
                    job.QUEUED,
                )
                for launch in launches
            ],
            [(row.task, row.arguments, row.lock, row.status) for row in jobs],
        )
        self.assertEqual([row.id for row in jobs], self.rung)

    def test_a_launch_joins_the_queued_updates(self):
        self.make_sources(2)
        first = launching.launch_all(self.ctx, self.inventory.id)
        entries = self.count_changes()
        with self.count_statements() as counter:
            second = launching.launch_all(self.ctx, self.inventory.id)
        self.assertLessEqual(len(counter.statements), 13)
        self.assertEqual(
            [launch.update.id for launch in first],
            [launch.update.id for launch in second],
        )
        self.assertEqual([True, True], [launch.is_new for launch in first])
        self.assertEqual([False, False], [launch.is_new for launch in second])
        self.assertEqual(2, len(self.jobs()))
        self.assertEqual(entries, self.count_changes())

    def count_changes(self):
        changes = tables.host_inventory.host_inventory_changes
        return len(self.rows(sa.select(changes.c.id)))

    def test_a_running_update_and_a_queued_one_are_two_rows(self):
        self.make_sources(1)
        (source_row,) = self.rows(sa.select(world.SOURCES.c.id))
        first = launching.launch(self.ctx, source_row.id)
        update_run.start(self.ctx, first.id)
        second = launching.launch(self.ctx, source_row.id)
        third = launching.launch(self.ctx, source_row.id)
        self.assertNotEqual(first.id, second.id)
        self.assertEqual(second.id, third.id)
        self.assertEqual(2, len(self.jobs()))

    def test_a_canceled_update_leaves_its_place(self):
        self.make_sources(1)
        (source_row,) = self.rows(sa.select(world.SOURCES.c.id))
        first = launching.launch(self.ctx, source_row.id)
        update_run.cancel(self.ctx, first.id)
        second = launching.launch(self.ctx, source_row.id)
        self.assertNotEqual(first.id, second.id)
        self.assertEqual(running_updates.PENDING, second.status)

    def test_a_hundred_launches_at_once_leave_two_updates(self):
        self.make_sources(2)
        source_ids = [
            row.id
            for row in self.rows(
                sa.select(world.SOURCES.c.id).order_by(world.SOURCES.c.id)
            )
        ]
        running = launching.launch(self.ctx, source_ids[0])
        update_run.start(self.ctx, running.id)

        def launch_one(number):
            ctx = self.make_context()
            while True:
                try:
                    if number % 2:
                        return launching.launch(ctx, source_ids[0]).id
                    launches = launching.launch_all(ctx, self.inventory.id)
                except exceptions.Unavailable:
                    # As a client does after a 503: a lock was not free soon.
                    continue
                return launches[0].update.id

        with futures.ThreadPoolExecutor(8) as threads:
            update_ids = set(threads.map(launch_one, range(100)))
        self.assertEqual(1, len(update_ids), update_ids)
        updates = self.rows(
            sa.select(
                world.UPDATES.c.inventory_source_id, world.UPDATES.c.status
            ).order_by(world.UPDATES.c.id)
        )
        self.assertEqual(
            [
                (source_ids[0], running_updates.PENDING),
                (source_ids[0], running_updates.RUNNING),
                (source_ids[1], running_updates.PENDING),
            ],
            sorted(tuple(row) for row in updates),
        )
        self.assertEqual(3, len(self.jobs()))

    def test_a_source_that_cannot_be_updated_gets_no_update(self):
        self.make_sources(1)
        self.make_sources(1, name='cloud', source='ec2', source_path='')
        launches = launching.launch_all(self.ctx, self.inventory.id)
        self.assertEqual(
            [False, True], [launch.update is not None for launch in launches]
        )
        self.assertEqual(1, len(self.jobs()))

    def test_sources_that_cannot_be_updated_start_nothing(self):
        self.make_sources(2, source='ec2', source_path='')
        launches = launching.launch_all(self.ctx, self.inventory.id)
        self.assertEqual([None, None], [launch.update for launch in launches])
        self.assertEqual([], self.jobs())

    def test_an_inventory_without_sources_is_refused(self):
        self.make_sources(1, source='', source_path='')
        self.assertRaises(
            source_errors.NothingToUpdate,
            launching.launch_all,
            self.ctx,
            self.inventory.id,
        )

    def test_one_source_is_launched_by_its_key(self):
        self.make_sources(2)
        (source_id, _other) = self.rows(
            sa.select(world.SOURCES.c.id).order_by(world.SOURCES.c.id)
        )
        new_update = launching.launch(self.ctx, source_id.id)
        self.assertEqual(source_id.id, new_update.of_source.id)
        (new_job,) = self.jobs()
        self.assertEqual([new_job.id], self.rung)
