"""Updates whose workers stop or die, and concurrent updates."""

import threading
from unittest import mock

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper
from placement_inv.jobs.executors import local
from placement_inv.jobs.tasks import inventory_update
from placement_inv.objects import job
from placement_inv.objects.host_inventory.importing import apply
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

_LOSE = {
    'postgresql': 'SELECT pg_terminate_backend(pg_backend_pid())',
    'mariadb': 'KILL CONNECTION_ID()',
}


@base.on_every_database
class TestWorkers(updating.UpdateCase):
    def test_a_worker_that_stops_lets_the_update_wait_again(self):
        self.pretend('time.sleep(60)')
        new_update = self.launch(self.make_source())
        ctx = self.make_context()
        ctx.stopping = threading.Event()
        threading.Timer(0.5, ctx.stopping.set).start()
        self.assertRaises(
            exceptions.Stopped, inventory_update.run, ctx, new_update.id
        )
        pending_update = update.get(self.ctx, new_update.id)
        self.assertEqual('pending', pending_update.status)
        self.assertIsNone(pending_update.started_at)
        self.pretend("write('{}')")
        inventory_update.run(self.make_context(), new_update.id)
        result = update.get(self.ctx, new_update.id)
        self.assertEqual('successful', result.status)

    def test_an_update_whose_worker_was_killed_begins_again(self):
        new_update = self.launch(self.make_source())
        run = update_run.start(self.ctx, new_update.id)
        update_run.record(self.ctx, run, update_run.Position(), ['half'])
        self.pretend("print('whole')\nwrite('{}')")
        inventory_update.run(self.make_context(), new_update.id)
        result = update.get(self.ctx, new_update.id)
        self.assertEqual('successful', result.status)
        output = self.output_of(result)
        self.assertTrue(output.startswith('The update starts again'), output)
        self.assertIn('\nwhole\nLoaded hosts', output)
        self.assertNotIn('half', output)
        self.assertRaises(
            exceptions.Stopped,
            update_run.record,
            self.ctx,
            run,
            update_run.Position(9, 9),
            ['from the grave'],
        )

    def test_an_update_whose_worker_dies_each_time_is_an_error(self):
        new_update = self.launch(self.make_source())
        worker = runner.Runner(self.services, registry.load(), 'alive')
        sweeps = sweeper.Sweeper(self.conf.jobs, worker)
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            for _ in range(self.conf.jobs.max_attempts):
                job.claim(self.ctx, 'dead', (launching.TASK,), -1)
                update_run.start(self.make_context(), new_update.id)
                sweeps.sweep()
        result = update.get(self.ctx, new_update.id)
        self.assertEqual('error', result.status)
        self.assertIn('given up', result.job_explanation)
        self.assertIsNotNone(result.finished_at)

    def test_an_update_that_loses_its_connection_is_tried_again(self):
        self.pretend("""write('{"all": {"hosts": ["h1", "h2"]}}')""")
        new_update = self.launch(self.make_source())
        worker = runner.Runner(self.services, registry.load(), 'alive')
        with (
            mock.patch.object(exceptions.Unavailable, 'retry_after', 0),
            mock.patch.object(
                exceptions.DatabaseUnreachable, 'retry_after', 0
            ),
        ):
            with (
                mock.patch.object(apply, 'apply', self._lose_connection),
                self.assertLogs(runner.LOG, 'WARNING') as logs,
            ):
                worker.run_job(worker.claim())
            self.assertIn('was interrupted', logs.output[0])
            self.assertEqual(0, self.count(world.SOURCE_HOSTS))
            worker.run_job(worker.claim())
        result = update.get(self.ctx, new_update.id)
        self.assertEqual('successful', result.status, result.job_explanation)
        self.assertEqual(2, self.count(world.SOURCE_HOSTS))

    def _lose_connection(self, ctx, *_arguments):
        """End the database connection of the load."""
        statement = _LOSE.get(self.backend)
        if statement is None:
            # SQLite has no connections to lose; a full disk acts the same.
            raise exceptions.DatabaseUnreachable()
        ctx.connection.exec_driver_sql(statement)
        ctx.connection.exec_driver_sql('SELECT 1')

    def test_updates_of_one_source_run_in_sequence(self):
        self.pretend("time.sleep(1)\nwrite('{}')")
        new_source = self.make_source()
        earlier = self.launch(new_source)
        self._work()
        self.wait_for(earlier.id, 'running')
        later = self.launch(new_source)
        self.assertNotEqual(earlier.id, later.id)
        later = self.wait_for(later.id, 'successful')
        earlier = self.wait_for(earlier.id, 'successful')
        self.assertLessEqual(earlier.finished_at, later.started_at)

    def test_sources_of_one_inventory_load_concurrently(self):
        self.pretend(
            """
            time.sleep(0.2)
            mine = [f'{os.path.basename(source)}-{n}' for n in range(50)]
            both = [f'both-{n}' for n in range(50)]
            import json
            write(json.dumps({
                'web': {'hosts': mine + both},
                '_meta': {'hostvars': {h: {source: 1} for h in both}},
            }))
            """
        )
        new_sources = [
            self.make_source(name) for name in ('one', 'two', 'three')
        ]
        new_updates = launching.launch_all(self.ctx, self.inventory.id)
        self.assertEqual(
            sorted(one.id for one in new_sources),
            sorted(one.source_id for one in new_updates),
        )
        self._work()
        for one in new_updates:
            self.wait_for(one.update.id, 'successful')
        self.assertEqual(200, self.count(world.HOSTS))
        self.assertEqual(1, self.count(world.GROUPS))
        self.assertEqual(300, self.count(world.SOURCE_HOSTS))
        variables = self.rows(
            sa.select(world.HOSTS.c.variables).where(
                world.HOSTS.c.name == 'both-7'
            )
        )[0][0]
        for name in ('one', 'two', 'three'):
            self.assertIn(f'/{name}"', variables)

    def _work(self):
        executor = local.Local(self.services)
        executor.start()
        self.addCleanup(executor.stop, 10)
