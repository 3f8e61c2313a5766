"""Deletion of inventories in small steps, on every database."""

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
        self.doomed = self._make('Doomed')
        self.kept = self._make('Kept')

    def _make(self, name):
        made = world.make_inventory(self.ctx, name)
        group = world.make_group(self.ctx, made.id, 'web')
        for number in range(5):
            member = world.make_host(self.ctx, made.id, f'{name}-{number}')
            association.add_host(self.ctx, group.id, member.id)
            facts.replace(self.ctx, member.id, {'kernel': number})
        world.make_source(self.ctx, made.id)
        return made

    def run_jobs(self):
        """Do what the queued jobs say, here and now."""
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
    def test_it_waits_for_a_job_and_is_gone_after_it(self):
        deletion.schedule(self.ctx, self.doomed.id)
        pending = host_inventory.get(self.ctx, self.doomed.id)
        self.assertTrue(pending.pending_deletion)
        self.assertIsNone(pending.deletion_error)
        self.assertEqual(self.doomed.generation + 1, pending.generation)
        self.assertEqual(5, pending.totals.hosts)
        self.run_jobs()
        self.assertRaises(
            errors.NoMatch, host_inventory.get, self.ctx, self.doomed.id
        )
        self.assertEqual([0, 0, 0], self.counts(self.doomed.id))
        self.assertEqual([5, 1, 1], self.counts(self.kept.id))
        # A job may run twice.
        self.run_jobs()
        self.assertEqual([5, 1, 1], self.counts(self.kept.id))

    def test_a_batch_is_bounded_and_no_fact_is_read(self):
        deletion.schedule(self.ctx, self.doomed.id)
        with (
            mock.patch.object(deletion, 'BATCH', 2),
            self.count_statements() as counter,
        ):
            left = []
            while deletion.delete_some(self.ctx, self.doomed.id):
                left.append(self.counts(self.doomed.id)[:2])
        self.assertEqual([[3, 1], [1, 1], [0, 1], [0, 0]], left)
        self.assertNotIn('host_facts', str(counter))

    def test_what_comes_between_two_batches_goes_too(self):
        deletion.schedule(self.ctx, self.doomed.id)
        while deletion.delete_some(self.ctx, self.doomed.id):
            pass
        world.make_host(self.ctx, self.doomed.id, 'late')
        self.assertFalse(deletion.delete_empty(self.ctx, self.doomed.id))
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.doomed.id))

    def test_a_host_that_moved_away_stays(self):
        deletion.schedule(self.ctx, self.doomed.id)
        moved = self.rows(
            sa.select(world.HOSTS.c.id).where(world.HOSTS.c.name == 'Doomed-3')
        )[0][0]
        transfer.move_host_into(self.ctx, self.kept.id, moved)
        self.run_jobs()
        self.assertEqual(self.kept.id, host.get(self.ctx, moved).inventory.id)

    def test_only_what_is_pending_is_ever_forgotten(self):
        empty = world.make_inventory(self.ctx, 'Empty')
        self.assertTrue(deletion.delete_empty(self.ctx, empty.id))
        self.assertEqual(empty.id, host_inventory.get(self.ctx, empty.id).id)

    def test_twice_is_refused_and_so_is_a_host_alone(self):
        deletion.schedule(self.ctx, self.doomed.id)
        self.assertRaises(
            errors.AlreadyPending,
            deletion.schedule,
            self.ctx,
            self.doomed.id,
        )
        member = self.rows(
            sa.select(world.HOSTS.c.id).where(
                world.HOSTS.c.host_inventory_id == self.doomed.id
            )
        )[0][0]
        self.assertRaises(
            errors.InventoryPending, host.delete, self.ctx, member
        )
        self.assertEqual(1, len(self.rows(sa.select(_JOBS))))

    def test_an_organization_goes_before_its_inventories(self):
        parent = self.doomed.organization.id
        deletion.schedule_organization(self.ctx, parent)
        self.assertRaises(errors.NoMatch, organization.get, self.ctx, parent)
        pending = host_inventory.get(self.ctx, self.doomed.id)
        self.assertTrue(pending.pending_deletion)
        self.assertIsNone(pending.organization)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.doomed.id))
        self.assertEqual([5, 1, 1], self.counts(self.kept.id))

    def test_what_an_organization_costs_is_the_same_for_any_number(self):
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

    def test_one_already_pending_keeps_its_only_job(self):
        deletion.schedule(self.ctx, self.doomed.id)
        deletion.schedule_organization(self.ctx, self.doomed.organization.id)
        self.assertEqual(1, len(self.rows(sa.select(_JOBS))))

    def test_an_attempt_that_got_nowhere_says_so(self):
        deletion.schedule(self.ctx, self.doomed.id)
        (queued,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'disk full', **queued.arguments)
        failed = host_inventory.get(self.ctx, self.doomed.id)
        self.assertTrue(failed.pending_deletion)
        self.assertIn('see its log', failed.deletion_error)
        self.assertEqual(1, failed.deletion_failures)
        self.assertIsNone(
            host_inventory.get(self.ctx, self.kept.id).deletion_error
        )
        deletion.schedule(self.ctx, self.doomed.id)
        again = host_inventory.get(self.ctx, self.doomed.id)
        self.assertIsNone(again.deletion_error)
        self.assertEqual(0, again.deletion_failures)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.doomed.id))

    def test_what_failed_is_tried_again_once(self):
        deletion.schedule(self.ctx, self.doomed.id)
        self.assertEqual([], deletion.try_again(self.ctx))
        (queued,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'disk full', **queued.arguments)
        self.assertEqual([self.doomed.id], deletion.try_again(self.ctx))
        self.assertEqual([], deletion.try_again(self.ctx))
        again = host_inventory.get(self.ctx, self.doomed.id)
        self.assertIsNone(again.deletion_error)
        self.assertEqual(1, again.deletion_failures)
        _first, second = self.rows(sa.select(_JOBS).order_by(_JOBS.c.id))
        self.assertEqual(queued.arguments, second.arguments)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.doomed.id))

    def test_an_attempt_that_got_somewhere_is_followed_by_another(self):
        deletion.schedule(self.ctx, self.doomed.id)
        with mock.patch.object(deletion, 'BATCH', 2):
            deletion.delete_some(self.ctx, self.doomed.id)
        (queued,) = self.rows(sa.select(_JOBS))
        deletion.give_up(self.ctx, 'killed', **queued.arguments)
        followed = host_inventory.get(self.ctx, self.doomed.id)
        self.assertIsNone(followed.deletion_error)
        self.assertEqual(1, followed.deletion_failures)
        _first, second = self.rows(sa.select(_JOBS).order_by(_JOBS.c.id))
        self.assertEqual(3, second.arguments['hosts_left'])


@base.on_every_database
class TestBusy(updating.UpdateCase):
    def test_while_an_update_waits_nothing_is_deleted(self):
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

    def test_the_output_of_updates_goes_too(self):
        self.run_one(self.make_source())
        self.assertGreater(self.count(world.EVENTS), 0)
        deletion.schedule(self.ctx, self.inventory.id)
        while deletion.delete_some(self.ctx, self.inventory.id):
            pass
        self.assertEqual(0, self.count(world.EVENTS))
        self.assertTrue(deletion.delete_empty(self.ctx, self.inventory.id))
        self.assertEqual(0, self.count(world.UPDATES))
