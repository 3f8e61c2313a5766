"""Consumers: how claims lock, create and update their rows."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.placement import allocation
from placement_inv.objects.placement import consumer
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_lock_all = transactions.writer(consumer.lock_all)
_lock = transactions.writer(consumer.lock)
_delete_all = transactions.writer(consumer.delete_all)
_consumers = tables.placement.consumers
_GENERATIONS = sa.select(_consumers.c.uuid, _consumers.c.generation)


def _request(number, owner=world.OWNER, **facts):
    return consumer.ConsumerRequest(world.uuid(number), owner, **facts)


@base.on_every_database
class TestLockAll(world.PlacementTest):
    def _read(self, number):
        """Return the consumer as the list of its allocations shows it."""
        (first, *_) = allocation.list_of_consumer(self.ctx, world.uuid(number))
        return first.consumer

    def test_new_consumers_are_created(self):
        for numbers in ((1,), (2, 3)):
            consumers = _lock_all(self.ctx, [_request(n) for n in numbers])
            self.assertEqual({world.uuid(n) for n in numbers}, set(consumers))
            for each in consumers.values():
                self.assertEqual((0, {}), (each.generation, each.allocations))
        self.assertCountEqual(
            [(world.uuid(number), 1) for number in (1, 2, 3)],
            self.rows(_GENERATIONS),
        )

    def test_an_existing_consumer_shows_its_allocations(self):
        self.make_provider(1, VCPU=8, DISK_GB=10)
        self.allocate(9, {1: {'VCPU': 2, 'DISK_GB': 3}})
        for generation, numbers in ((1, (9,)), (2, (9, 10))):
            consumers = _lock_all(self.ctx, [_request(n) for n in numbers])
            current = consumers[world.uuid(9)]
            self.assertEqual(generation, current.generation)
            self.assertEqual([2, 3], sorted(current.allocations.values()))
        self.assertEqual({}, consumers[world.uuid(10)].allocations)

    def test_a_request_updates_the_owner_and_keeps_an_omitted_type(self):
        self.make_provider(1, VCPU=8)
        self.allocate(9, {1: {'VCPU': 2}}, type='INSTANCE')
        owner = consumer.Owner(project='other project', user='other user')
        _lock_all(self.ctx, [_request(9, owner)])
        self.assertEqual(
            consumer.Consumer(world.uuid(9), 2, owner, 'INSTANCE'),
            self._read(9),
        )
        _lock_all(self.ctx, [_request(9, type='MIGRATION')])
        self.assertEqual(
            consumer.Consumer(world.uuid(9), 3, world.OWNER, 'MIGRATION'),
            self._read(9),
        )


@base.on_every_database
class TestRows(world.PlacementTest):
    def test_a_lock_needs_a_consumer(self):
        self.assertIsNone(_lock(self.ctx, world.uuid(9)))
        (new_consumer,) = _lock_all(self.ctx, [_request(9)]).values()
        self.assertEqual(new_consumer.id, _lock(self.ctx, world.uuid(9)))

    def test_only_the_named_consumers_are_deleted(self):
        consumers = _lock_all(self.ctx, [_request(n) for n in (1, 2, 3)])
        ids = [consumers[world.uuid(number)].id for number in (1, 3)]
        _delete_all(self.ctx, ids)
        self.assertEqual([(world.uuid(2), 1)], self.rows(_GENERATIONS))
