"""A claim in one statement: it is granted, or nothing changes."""

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
#: Enough time for a claim to reach the lock that it waits for.
_SECONDS_TO_WAIT = 0.3


@transactions.writer
def _take_time(ctx, work, has_locked, may_end):
    work(ctx)
    has_locked.set()
    may_end.wait(30)


@base.on_every_database
class TestGrant(world.PlacementTest):
    def _count(self, number, amounts, **facts):
        with self.count_statements() as counter:
            self.allocate(number, amounts, **facts)
        return len(counter.statements), counter.begins

    def test_one_statement_is_the_whole_transaction_on_postgresql(self):
        self.make_provider(1, VCPU=8, DISK_GB=10)
        self.allocate(8, {1: {'VCPU': 1}}, type='INSTANCE')
        amounts = {1: {'VCPU': 2, 'DISK_GB': 3}}
        expected = {'postgresql': 1, 'mariadb': 8}.get(self.backend, 5)
        for number, facts in (
            (9, {}),
            (10, {'generation': None}),
            (11, {'type': 'INSTANCE'}),
        ):
            count = self._count(number, amounts, **facts)
            self.assertEqual((expected, 1), count)
        self.assertEqual(
            {(world.uuid(1), 'VCPU'): 2, (world.uuid(1), 'DISK_GB'): 3},
            self.list_amounts(11),
        )
        self.assertEqual(5, self.get_generation(1))
        self.assert_counters_are_sums()

    def test_new_owners_and_types_are_created(self):
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

    def test_a_consumer_with_a_generation_is_not_new(self):
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

    def test_amounts_beyond_the_columns_are_errors(self):
        self.make_provider(1, VCPU=8)
        self.allocate(8, {1: {'VCPU': 1}})
        for amount in (2**31, 2**63, 2**70):
            self.assertRaises(
                errors.ConstraintsViolated,
                self.allocate,
                9,
                {1: {'VCPU': amount}},
            )

    def test_after_a_deadlock_the_claim_is_carried_out_in_steps(self):
        self.make_provider(1, VCPU=8)
        serialization_failure = types.SimpleNamespace(sqlstate='40001')
        for number, error in (
            (8, db_exception.DBDeadlock()),
            (9, sa.exc.OperationalError('WITH', {}, serialization_failure)),
        ):
            with mock.patch.object(
                self.database, 'single_statement', side_effect=error
            ):
                self.allocate(number, {1: {'VCPU': 1}})
            self.assertEqual(
                {(world.uuid(1), 'VCPU'): 1}, self.list_amounts(number)
            )

    def test_a_claim_joins_an_open_transaction(self):
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
class TestWait(world.PlacementTest):
    """A claim waits for a lock, and follows the rows after the wait."""

    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=4, DISK_GB=4)
        self.allocate(7, {1: {'VCPU': 1}})

    def _claim_meanwhile(self, work):
        """Claim while `work` has locks; return the error of the claim."""
        has_locked, may_end = threading.Event(), threading.Event()

        def claim(ctx):
            has_locked.wait(30)
            amounts = {1: {'VCPU': 2, 'DISK_GB': 1}}
            self.allocate(9, amounts, ctx, generation=None)

        def let_it_wait(_ctx):
            has_locked.wait(30)
            time.sleep(_SECONDS_TO_WAIT)
            may_end.set()

        work_error, claim_error, _ = self.race(
            lambda ctx: _take_time(ctx, work, has_locked, may_end),
            claim,
            let_it_wait,
        )
        self.assertIsNone(work_error)
        self.assert_counters_are_sums()
        return claim_error

    def test_a_claim_within_the_rest_is_granted(self):
        error = self._claim_meanwhile(
            lambda ctx: self.allocate(8, {1: {'VCPU': 1}}, ctx)
        )
        self.assertIsNone(error)
        self.assertEqual(2, self.list_amounts(9)[world.uuid(1), 'VCPU'])
        self.assertEqual(4, self.get_generation(1))

    def test_a_claim_of_released_amounts_is_granted(self):
        self.allocate(8, {1: {'VCPU': 3}})
        error = self._claim_meanwhile(
            lambda ctx: claims.delete(ctx, world.uuid(8))
        )
        # The claim fails where it did not wait for the release.
        if error is not None:
            self.assertIsInstance(error, errors.CapacityExceeded)
        else:
            self.assertEqual(2, self.list_amounts(9)[world.uuid(1), 'VCPU'])

    def _assert_error(self, error_class, work):
        self.assertIsInstance(self._claim_meanwhile(work), error_class)
        self.assertNotIn((world.uuid(9),), self.rows(_CONSUMERS))

    def test_another_claim_took_the_rest(self):
        self._assert_error(
            errors.CapacityExceeded,
            lambda ctx: self.allocate(8, {1: {'VCPU': 2}}, ctx),
        )
        self.assertEqual(3, self.get_generation(1))

    def test_an_inventory_was_deleted(self):
        self._assert_error(
            errors.InvalidAllocation,
            lambda ctx: inventory.delete(ctx, world.uuid(1), 'DISK_GB'),
        )

    def test_the_units_were_changed(self):
        vcpu = inventory.Inventory('VCPU', 4, max_unit=1)
        self._assert_error(
            errors.ConstraintsViolated,
            lambda ctx: inventory.replace(
                ctx,
                world.uuid(1),
                None,
                [vcpu, inventory.Inventory('DISK_GB', 4)],
            ),
        )

    def test_the_provider_was_deleted(self):
        def remove(ctx):
            claims.delete(ctx, world.uuid(7))
            provider.delete(ctx, world.uuid(1))

        self._assert_error(errors.UnknownProvider, remove)

    def test_the_consumer_was_created(self):
        error = self._claim_meanwhile(
            lambda ctx: self.allocate(9, {1: {'VCPU': 1}}, ctx)
        )
        self.assertIsInstance(error, errors.ConsumerGenerationConflict)
        self.assertEqual({(world.uuid(1), 'VCPU'): 1}, self.list_amounts(9))
