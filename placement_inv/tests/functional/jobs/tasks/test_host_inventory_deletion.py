"""Inventories are deleted even if workers are killed."""

import random
import subprocess
import sys
import threading
import time

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.jobs.executors import local
from placement_inv.jobs.tasks import host_inventory_deletion
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import deleting_victim
from placement_inv.tests.functional.objects.host_inventory import world

_JOBS = tables.jobs.jobs
_HOSTS = 300
#: One more than the attempts of a job whose worker dies.
_KILLS = 4


@base.on_every_database
class TestKilledWorkers(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.doomed = world.make_inventory(self.ctx, 'Doomed')
        self.kept = world.make_inventory(self.ctx, 'Kept')
        with self.database.engine.begin() as connection:
            connection.execute(
                world.HOSTS.insert(),
                [
                    {'host_inventory_id': inventory.id, 'name': f'h{number}'}
                    for inventory in (self.doomed, self.kept)
                    for number in range(_HOSTS)
                ],
            )

    def _count_hosts(self, inventory):
        return self.rows(
            sa.select(sa.func.count()).where(
                world.HOSTS.c.host_inventory_id == inventory.id
            )
        )[0][0]

    def _kill_one(self, batches):
        """Let a worker delete some batches and die by SIGKILL."""
        url = self.conf.placement_database.connection
        process = subprocess.Popen(
            [sys.executable, '-m', deleting_victim.__name__, url],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        for _ in range(batches):
            self.assertEqual('deleted', process.stdout.readline().strip())
        process.kill()
        process.wait(30)
        # Instead of a wait for the end of the lease.
        with self.database.engine.begin() as connection:
            connection.execute(
                _JOBS.update().values(lease_expires_at=_JOBS.c.queued_at)
            )

    def test_each_worker_continues_where_the_previous_one_was_killed(self):
        deletion.schedule(self.ctx, self.doomed.id)
        left = [_HOSTS]
        for _ in range(_KILLS):
            batches = random.randint(1, 3)
            self._kill_one(batches)
            left.append(self._count_hosts(self.doomed))
            self.assertLessEqual(
                left[-1], left[-2] - batches * deleting_victim.BATCH
            )
        self.assertGreater(left[-1], 0)
        executor = local.Local(self.services)
        self.addCleanup(executor.stop)
        executor.start()
        until = time.monotonic() + 30
        one = sa.select(world.INVENTORIES.c.id).where(
            world.INVENTORIES.c.id == self.doomed.id
        )
        while self.rows(one) and time.monotonic() < until:
            time.sleep(0.05)
        self.assertEqual([], self.rows(one))
        self.assertEqual(0, self._count_hosts(self.doomed))
        self.assertEqual(_HOSTS, self._count_hosts(self.kept))

    def test_a_worker_that_stops_leaves_the_rest_for_later(self):
        deletion.schedule(self.ctx, self.doomed.id)
        (job_row,) = self.rows(sa.select(_JOBS))
        ctx = self.make_context()
        ctx.stopping = threading.Event()
        ctx.stopping.set()
        self.assertRaises(
            exceptions.Stopped,
            host_inventory_deletion.run,
            ctx,
            **job_row.arguments,
        )
        self.assertEqual(0, self._count_hosts(self.doomed))
        host_inventory_deletion.run(self.make_context(), **job_row.arguments)
        self.assertEqual(
            [self.kept.id],
            [row.id for row in self.rows(sa.select(world.INVENTORIES.c.id))],
        )
