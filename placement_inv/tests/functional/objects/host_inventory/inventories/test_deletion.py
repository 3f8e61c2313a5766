"""Deletion of inventories in small steps."""

from unittest import mock

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.jobs.tasks import host_inventory_deletion
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world

_JOBS = tables.jobs.jobs


class DeletionCase(base.DatabaseTest):
    """A test with two inventories of some hosts each."""

    def setUp(self):
        super().setUp()
        self.inventory = self._make('Doomed')
        self.other = self._make('Kept')

    def _make(self, name):
        inventory = world.make_inventory(self.ctx, name)
        group = world.make_group(self.ctx, inventory.id, 'web')
        for number in range(5):
            member = world.make_host(
                self.ctx, inventory.id, f'{name}-{number}'
            )
            association.add_host(self.ctx, group.id, member.id)
            facts.replace(self.ctx, member.id, {'kernel': number})
        world.make_source(self.ctx, inventory.id)
        return inventory

    def run_jobs(self):
        """Run the queued jobs in this thread."""
        for row in self.rows(sa.select(_JOBS).order_by(_JOBS.c.id)):
            host_inventory_deletion.run(self.make_context(), **row.arguments)

    def counts(self, inventory_id):
        return [
            self.rows(
                sa.select(sa.func.count()).where(
                    table.c.host_inventory_id == inventory_id
                )
            )[0][0]
            for table in (world.HOSTS, world.GROUPS, world.SOURCES)
        ]


@base.on_every_database
class TestDeletion(DeletionCase):
    def test_a_job_deletes_the_inventory(self):
        deletion.schedule(self.ctx, self.inventory.id)
        pending = host_inventory.get(self.ctx, self.inventory.id)
        self.assertTrue(pending.pending_deletion)
        self.assertIsNone(pending.deletion_error)
        self.assertEqual(self.inventory.generation + 1, pending.generation)
        self.assertEqual(5, pending.totals.hosts)
        self.run_jobs()
        self.assertRaises(
            errors.NoMatch, host_inventory.get, self.ctx, self.inventory.id
        )
        self.assertEqual([0, 0, 0], self.counts(self.inventory.id))
        self.assertEqual([5, 1, 1], self.counts(self.other.id))
        # A job may run twice.
        self.run_jobs()
        self.assertEqual([5, 1, 1], self.counts(self.other.id))

    def test_a_batch_is_limited_and_reads_no_facts(self):
        deletion.schedule(self.ctx, self.inventory.id)
        with (
            mock.patch.object(deletion, 'BATCH', 2),
            self.count_statements() as counter,
        ):
            left = []
            while deletion.delete_some(self.ctx, self.inventory.id):
                left.append(self.counts(self.inventory.id)[:2])
        self.assertEqual([[3, 1], [1, 1], [0, 1], [0, 0]], left)
        self.assertNotIn('host_facts', str(counter))

    def test_rows_added_between_two_batches_are_deleted(self):
        deletion.schedule(self.ctx, self.inventory.id)
        while deletion.delete_some(self.ctx, self.inventory.id):
            pass
        world.make_host(self.ctx, self.inventory.id, 'late')
        self.assertFalse(deletion.delete_empty(self.ctx, self.inventory.id))
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.inventory.id))

    def test_a_host_that_moved_away_stays(self):
        deletion.schedule(self.ctx, self.inventory.id)
        host_row = self.rows(
            sa.select(world.HOSTS.c.id).where(world.HOSTS.c.name == 'Doomed-3')
        )[0][0]
        transfer.move_host_into(self.ctx, self.other.id, host_row)
        self.run_jobs()
        self.assertEqual(
            self.other.id, host.get(self.ctx, host_row).inventory.id
        )

    def test_only_a_pending_inventory_is_deleted(self):
        empty = world.make_inventory(self.ctx, 'Empty')
        self.assertTrue(deletion.delete_empty(self.ctx, empty.id))
        self.assertEqual(empty.id, host_inventory.get(self.ctx, empty.id).id)

    def test_a_second_deletion_and_a_change_of_a_host_are_refused(self):
        deletion.schedule(self.ctx, self.inventory.id)
        self.assertRaises(
            errors.AlreadyPending,
            deletion.schedule,
            self.ctx,
            self.inventory.id,
        )
        member = self.rows(
            sa.select(world.HOSTS.c.id).where(
                world.HOSTS.c.host_inventory_id == self.inventory.id
            )
        )[0][0]
        self.assertRaises(
            errors.InventoryPending, host.delete, self.ctx, member
        )
        self.assertEqual(1, len(self.rows(sa.select(_JOBS))))

    def test_an_organization_is_deleted_before_its_inventories(self):
        parent = self.inventory.organization.id
        deletion.schedule_organization(self.ctx, parent)
        self.assertRaises(errors.NoMatch, organization.get, self.ctx, parent)
        pending = host_inventory.get(self.ctx, self.inventory.id)
        self.assertTrue(pending.pending_deletion)
        self.assertIsNone(pending.organization)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.inventory.id))
        self.assertEqual([5, 1, 1], self.counts(self.other.id))

    def test_statements_do_not_grow_with_the_inventories_of_an_organization(
        self,
    ):
        costs = set()
        for number in (1, 4):
            first = world.make_inventory(self.ctx, f'Of {number}')
            for extra in range(1, number):
                host_inventory.create(
                    self.ctx,
                    {
                        'name': f'{extra}',
                        'description': '',
                        'organization_id': first.organization.id,
                        'variables': '',
                    },
                )
            with self.count_statements() as counter:
                deletion.schedule_organization(self.ctx, first.organization.id)
            costs.add(len(counter.statements))
        self.assertEqual({9}, costs, counter)

    def test_an_inventory_that_is_pending_gets_no_second_job(self):
        deletion.schedule(self.ctx, self.inventory.id)
        deletion.schedule_organization(
            self.ctx, self.inventory.organization.id
        )
        self.assertEqual(1, len(self.rows(sa.select(_JOBS))))

    def test_an_attempt_without_progress_stores_an_error(self):
        deletion.schedule(self.ctx, self.inventory.id)
        (jobs,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'disk full', **jobs.arguments)
        inventory = host_inventory.get(self.ctx, self.inventory.id)
        self.assertTrue(inventory.pending_deletion)
        self.assertIn('see its log', inventory.deletion_error)
        self.assertEqual(1, inventory.deletion_failures)
        self.assertIsNone(
            host_inventory.get(self.ctx, self.other.id).deletion_error
        )
        deletion.schedule(self.ctx, self.inventory.id)
        again = host_inventory.get(self.ctx, self.inventory.id)
        self.assertIsNone(again.deletion_error)
        self.assertEqual(0, again.deletion_failures)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.inventory.id))

    def test_a_failed_deletion_is_tried_again_once(self):
        deletion.schedule(self.ctx, self.inventory.id)
        self.assertEqual([], deletion.try_again(self.ctx))
        (jobs,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'disk full', **jobs.arguments)
        self.assertEqual([self.inventory.id], deletion.try_again(self.ctx))
        self.assertEqual([], deletion.try_again(self.ctx))
        again = host_inventory.get(self.ctx, self.inventory.id)
        self.assertIsNone(again.deletion_error)
        self.assertEqual(1, again.deletion_failures)
        _first, second = self.rows(sa.select(_JOBS).order_by(_JOBS.c.id))
        self.assertEqual(jobs.arguments, second.arguments)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.inventory.id))

    def test_an_attempt_with_progress_queues_another_one(self):
        deletion.schedule(self.ctx, self.inventory.id)
        with mock.patch.object(deletion, 'BATCH', 2):
            deletion.delete_some(self.ctx, self.inventory.id)
        (jobs,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'killed', **jobs.arguments)
        next_job = host_inventory.get(self.ctx, self.inventory.id)
        self.assertIsNone(next_job.deletion_error)
        self.assertEqual(1, next_job.deletion_failures)
        _first, second = self.rows(sa.select(_JOBS).order_by(_JOBS.c.id))
        self.assertEqual(3, second.arguments['hosts_left'])


@base.on_every_database
class TestBusy(updating.UpdateCase):
    def test_nothing_is_deleted_while_an_update_is_pending(self):
        self.launch(self.make_source())
        before = host_inventory.get(self.ctx, self.inventory.id)
        for schedule, key in (
            (deletion.schedule, self.inventory.id),
            (
                deletion.schedule_organization,
                self.inventory.organization.id,
            ),
        ):
            self.assertRaises(errors.Busy, schedule, self.ctx, key)
        self.assertEqual(
            before, host_inventory.get(self.ctx, self.inventory.id)
        )
        tasks = self.rows(sa.select(_JOBS.c.task))
        self.assertEqual([(launching.TASK,)], [tuple(row) for row in tasks])

    def test_the_output_of_updates_is_deleted(self):
        self.run_one(self.make_source())
        self.assertGreater(self.count(world.EVENTS), 0)
        deletion.schedule(self.ctx, self.inventory.id)
        while deletion.delete_some(self.ctx, self.inventory.id):
            pass
        self.assertEqual(0, self.count(world.EVENTS))
        self.assertTrue(deletion.delete_empty(self.ctx, self.inventory.id))
        self.assertEqual(0, self.count(world.UPDATES))
