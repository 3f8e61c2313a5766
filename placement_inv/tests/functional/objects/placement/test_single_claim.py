"""A claim in one statement: it grants what is there, or does nothing."""

import threading
import time
import types
from unittest import mock

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_CONSUMERS = sa.select(tables.placement.consumers.c.uuid)
#: Long enough for a claim to come to the lock it waits for.
_SECONDS_TO_WAIT = 0.3


@transactions.writer
def _take_time(ctx, work, has_locked, may_end):
    work(ctx)
    has_locked.set()
    may_end.wait(30)


@base.on_every_database
class TestGrant(world.PlacementTest):
    def _count(self, number, wanted, **facts):
        with self.count_statements() as counter:
            self.allocate(number, wanted, **facts)
        return len(counter.statements), counter.begun

    def test_it_is_the_whole_transaction_where_that_is_possible(self):
        self.make_provider(1, VCPU=8, DISK_GB=10)
        self.allocate(8, {1: {'VCPU': 1}}, type='INSTANCE')
        wanted = {1: {'VCPU': 2, 'DISK_GB': 3}}
        expected = {'postgresql': 1, 'mariadb': 8}.get(self.backend, 5)
        for number, facts in (
            (9, {}),
            (10, {'generation': None}),
            (11, {'type': 'INSTANCE'}),
        ):
            count = self._count(number, wanted, **facts)
            self.assertEqual((expected, 1), count)
        self.assertEqual(
            {(world.uuid(1), 'VCPU'): 2, (world.uuid(1), 'DISK_GB'): 3},
            self.list_amounts(11),
        )
        self.assertEqual(5, self.get_generation(1))
        self.assert_counters_are_sums()

    def test_what_is_new_about_the_owner_comes_into_being(self):
        self.make_provider(1, VCPU=8)
        other = consumer.Owner(project='other', user='other')
        for number, facts in (
            (8, {}),
            (9, {'type': 'INSTANCE'}),
            (10, {'owner': other}),
        ):
            self.allocate(number, {1: {'VCPU': 1}}, **facts)
            self.assertEqual(
                {(world.uuid(1), 'VCPU'): 1}, self.list_amounts(number)
            )
        self.assertEqual(4, self.get_generation(1))

    def test_a_consumer_with_a_generation_is_not_tried_as_a_new_one(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 1}})
        count = self._count(9, {1: {'VCPU': 2}}, generation=1)
        self.assertEqual((9 if self.backend == 'mariadb' else 8, 1), count)
        self.assertRaises(
            errors.ConsumerGenerationConflict,
            self.allocate,
            9,
            {1: {'VCPU': 3}},
            generation=None,
        )
        self.assertEqual({(world.uuid(1), 'VCPU'): 2}, self.list_amounts(9))

    def test_amounts_beyond_all_columns_are_refused(self):
        self.make_provider(1, VCPU=8)
        self.allocate(8, {1: {'VCPU': 1}})
        for amount in (2**31, 2**63, 2**70):
            self.assertRaises(
                errors.ConstraintsViolated,
                self.allocate,
                9,
                {1: {'VCPU': amount}},
            )

    def test_whom_the_database_stopped_is_tried_the_other_way(self):
        self.make_provider(1, VCPU=8)
        stopped = types.SimpleNamespace(sqlstate='40001')
        for number, error in (
            (8, db_exception.DBDeadlock()),
            (9, sa.exc.OperationalError('WITH', {}, stopped)),
        ):
            with mock.patch.object(
                self.database, 'single_statement', side_effect=error
            ):
                self.allocate(number, {1: {'VCPU': 1}})
            self.assertEqual(
                {(world.uuid(1), 'VCPU'): 1}, self.list_amounts(number)
            )

    def test_it_joins_a_transaction_that_is_open(self):
        self.make_provider(1, VCPU=8)
        self.allocate(8, {1: {'VCPU': 1}})

        @transactions.writer
        def claim_and_fail(ctx):
            self.allocate(9, {1: {'VCPU': 1}}, ctx)
            raise LookupError

        self.assertRaises(LookupError, claim_and_fail, self.ctx)
        self.assertEqual([(world.uuid(8),)], self.rows(_CONSUMERS))
        self.assert_counters_are_sums()


@base.on_every_database
class TestWhoWaited(world.PlacementTest):
    """What a claim saw before it waited decides nothing."""

    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=4, DISK_GB=4)
        self.allocate(7, {1: {'VCPU': 1}})

    def _claim_meanwhile(self, work):
        """Return what two VCPU claimed while `work` is done raised."""
        has_locked, may_end = threading.Event(), threading.Event()

        def claims_two(ctx):
            has_locked.wait(30)
            wanted = {1: {'VCPU': 2, 'DISK_GB': 1}}
            self.allocate(9, wanted, ctx, generation=None)

        def lets_it_wait(_ctx):
            has_locked.wait(30)
            time.sleep(_SECONDS_TO_WAIT)
            may_end.set()

        worked, raised, _ = self.race(
            lambda ctx: _take_time(ctx, work, has_locked, may_end),
            claims_two,
            lets_it_wait,
        )
        self.assertIsNone(worked)
        self.assert_counters_are_sums()
        return raised

    def test_it_is_granted_what_is_still_there(self):
        raised = self._claim_meanwhile(
            lambda ctx: self.allocate(8, {1: {'VCPU': 1}}, ctx)
        )
        self.assertIsNone(raised)
        self.assertEqual(2, self.list_amounts(9)[world.uuid(1), 'VCPU'])
        self.assertEqual(4, self.get_generation(1))

    def test_it_is_granted_what_came_back(self):
        self.allocate(8, {1: {'VCPU': 3}})
        raised = self._claim_meanwhile(
            lambda ctx: claims.delete(ctx, world.uuid(8))
        )
        # Who came too early is told so; who was patient has it.
        if raised is not None:
            self.assertIsInstance(raised, errors.CapacityExceeded)
        else:
            self.assertEqual(2, self.list_amounts(9)[world.uuid(1), 'VCPU'])

    def _refused(self, kind, work):
        self.assertIsInstance(self._claim_meanwhile(work), kind)
        self.assertNotIn((world.uuid(9),), self.rows(_CONSUMERS))

    def test_nothing_is_left(self):
        self._refused(
            errors.CapacityExceeded,
            lambda ctx: self.allocate(8, {1: {'VCPU': 2}}, ctx),
        )
        self.assertEqual(3, self.get_generation(1))

    def test_an_inventory_has_gone(self):
        self._refused(
            errors.InvalidAllocation,
            lambda ctx: inventory.delete(ctx, world.uuid(1), 'DISK_GB'),
        )

    def test_the_portions_have_changed(self):
        portions = inventory.Inventory('VCPU', 4, max_unit=1)
        self._refused(
            errors.ConstraintsViolated,
            lambda ctx: inventory.replace(
                ctx,
                world.uuid(1),
                None,
                [portions, inventory.Inventory('DISK_GB', 4)],
            ),
        )

    def test_the_provider_has_gone(self):
        def removes(ctx):
            claims.delete(ctx, world.uuid(7))
            provider.delete(ctx, world.uuid(1))

        self._refused(errors.UnknownProvider, removes)

    def test_the_consumer_has_appeared(self):
        raised = self._claim_meanwhile(
            lambda ctx: self.allocate(9, {1: {'VCPU': 1}}, ctx)
        )
        self.assertIsInstance(raised, errors.ConsumerGenerationConflict)
        self.assertEqual({(world.uuid(1), 'VCPU'): 1}, self.list_amounts(9))
