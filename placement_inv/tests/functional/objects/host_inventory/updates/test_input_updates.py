"""Updates of constructed inventories wait for those of their inputs."""

from placement_inv.jobs import registry
from placement_inv.jobs import runner
from placement_inv.jobs import sweeper
from placement_inv.jobs.executors import local
from placement_inv.objects import job
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import input_updates
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import run as update_run
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world


@base.on_every_database
class TestInputUpdates(updating.UpdateCase):
    def setUp(self):
        super().setUp()
        self.constructed_inventory = world.make_inventory(
            self.ctx,
            'Made',
            kind='constructed',
            organization_id=self.inventory.organization_id,
        )
        constructed.add_input(
            self.ctx, self.constructed_inventory.id, self.inventory.id
        )
        self.source = self.make_source()
        self.worker = runner.Runner(self.services, registry.load(), 'w')

    def _launch_made(self):
        (one_update,) = launching.launch_all(
            self.ctx, self.constructed_inventory.id
        )
        return one_update.update

    def _claim(self):
        """Take the next job; return it and the id of its update."""
        claimed_job = self.worker.claim()
        if claimed_job is None:
            return None, None
        return claimed_job, claimed_job.arguments[input_updates.ARGUMENT]

    def _explanation(self, one_update):
        return update.get(self.ctx, one_update.id).job_explanation

    def test_an_earlier_update_of_an_input_goes_first(self):
        first, later = self.launch(self.source), self._launch_made()
        explanation = f'waiting for inventoryupdate-{first.id} to finish'
        self.assertEqual(explanation, self._explanation(later))
        self.assertEqual('pending', update.get(self.ctx, later.id).status)
        claimed_job, update_id = self._claim()
        self.assertEqual(first.id, update_id)
        run = update_run.start(self.ctx, first.id)
        self.assertFalse(self.worker.is_any_due())
        self.assertEqual((None, None), self._claim())
        self.assertEqual(explanation, self._explanation(later))
        update_run.finish(self.ctx, run, update_run.FAILED, 'no')
        job.finish(self.ctx, claimed_job)
        self.assertEqual('', self._explanation(later))
        self.assertTrue(self.worker.is_any_due())
        self.assertEqual(later.id, self._claim()[1])

    def test_a_later_update_goes_first_if_it_is_running(self):
        first, later = self._launch_made(), self.launch(self.source)
        self.assertEqual('', self._explanation(first))
        run = update_run.start(self.ctx, later.id)
        self.assertIn(f'-{later.id} ', self._explanation(first))
        self.assertEqual(later.id, self._claim()[1])
        self.assertEqual((None, None), self._claim())
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        self.assertEqual(first.id, self._claim()[1])

    def test_no_update_waits_for_a_later_pending_one(self):
        first, later = self._launch_made(), self.launch(self.source)
        self.assertEqual(first.id, self._claim()[1])
        self.assertEqual(later.id, self._claim()[1])

    def test_a_joined_update_waits_for_updates_launched_before_the_join(self):
        first, input_update = self._launch_made(), self.launch(self.source)
        self.assertEqual('', self._explanation(first))
        self.assertEqual(first.id, self._launch_made().id)
        self.assertIn(f'-{input_update.id} ', self._explanation(first))
        claimed_job, update_id = self._claim()
        self.assertEqual(input_update.id, update_id)
        run = update_run.start(self.ctx, input_update.id)
        self.assertEqual((None, None), self._claim())
        update_run.finish(self.ctx, run, update_run.SUCCESSFUL)
        job.finish(self.ctx, claimed_job)
        self.assertEqual(first.id, self._claim()[1])

    def test_no_update_waits_for_a_canceled_one(self):
        first, later = self.launch(self.source), self._launch_made()
        update_run.cancel(self.ctx, first.id)
        self.assertEqual('', self._explanation(later))
        self.assertEqual(
            {first.id, later.id}, {self._claim()[1], self._claim()[1]}
        )

    def test_no_update_waits_for_one_of_another_inventory(self):
        other = world.make_inventory(self.ctx, 'Other')
        self.write('other', 'h2\n')
        strange = launching.launch(
            self.ctx,
            world.make_source(self.ctx, other.id, source_path='other').id,
        )
        later = self._launch_made()
        update_run.start(self.ctx, strange.id)
        self.assertEqual('', self._explanation(later))
        self.assertEqual(
            {strange.id, later.id}, {self._claim()[1], self._claim()[1]}
        )

    def test_no_update_waits_for_a_former_input(self):
        self.launch(self.source)
        later = self._launch_made()
        self.assertNotEqual('', self._explanation(later))
        constructed.remove_input(
            self.ctx, self.constructed_inventory.id, self.inventory.id
        )
        self.assertEqual('', self._explanation(later))

    def test_no_update_waits_for_a_deleted_source(self):
        first, later = self.launch(self.source), self._launch_made()
        update_run.cancel(self.ctx, first.id)
        source.delete(self.ctx, self.source.id)
        self.assertEqual(later.id, self._claim_all()[-1])

    def _claim_all(self):
        ids = []
        while True:
            _job, update_id = self._claim()
            if update_id is None:
                return ids
            ids.append(update_id)

    def test_an_update_goes_on_after_the_worker_of_its_input_died(self):
        first, later = self.launch(self.source), self._launch_made()
        sweeps = sweeper.Sweeper(self.conf.jobs, self.worker)
        with self.assertLogs(sweeper.LOG, 'WARNING'):
            for _ in range(self.conf.jobs.max_attempts):
                job.claim(self.ctx, 'dead', (launching.TASK,), -1)
                update_run.start(self.make_context(), first.id)
                self.assertEqual((None, None), self._claim())
                sweeps.sweep()
        self.assertEqual('error', update.get(self.ctx, first.id).status)
        self.assertEqual(later.id, self._claim()[1])

    def test_waiting_updates_cost_one_more_statement(self):
        def statements():
            with self.count_statements() as counter:
                update.get(self.ctx, one_update.id)
            return len(counter.statements)

        one_update = self.launch(self.source)
        usual = statements()
        one_update = self._launch_made()
        self.assertEqual(usual + 1, statements())

    def test_workers_run_the_updates_one_after_the_other(self):
        self.pretend("time.sleep(0.5)\nwrite('{}')")
        first, later = self.launch(self.source), self._launch_made()
        executor = local.Local(self.services)
        self.addCleanup(executor.stop, 10)
        executor.start()
        result = self.wait_for(later.id, 'successful', 'failed', 'error')
        before = update.get(self.ctx, first.id)
        self.assertEqual('successful', before.status)
        self.assertLessEqual(before.finished_at, result.started_at)
