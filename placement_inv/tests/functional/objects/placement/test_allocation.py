"""Lists of allocations, of a consumer and of a provider."""

from placement_inv.objects.placement import allocation
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import errors
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world


@base.on_every_database
class TestLists(world.PlacementTest):
    def setUp(self):
        super().setUp()
        self.make_provider(1, VCPU=8, DISK_GB=10)
        self.make_provider(2, VCPU=8)
        self.allocate(9, {2: {'VCPU': 3}, 1: {'DISK_GB': 4, 'VCPU': 2}})
        self.allocate(10, {1: {'VCPU': 1}}, type='INSTANCE')

    def test_a_consumer_lists_its_allocations_in_a_fixed_order(self):
        with self.count_statements() as counter:
            allocations = allocation.list_of_consumer(self.ctx, world.uuid(9))
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual(
            [
                (world.uuid(1), 'VCPU', 2),
                (world.uuid(1), 'DISK_GB', 4),
                (world.uuid(2), 'VCPU', 3),
            ],
            [
                (each.provider_uuid, each.resource_class, each.used)
                for each in allocations
            ],
        )
        self.assertEqual(
            consumer.Consumer(
                world.uuid(9), 1, world.OWNER, consumer.UNKNOWN_TYPE
            ),
            allocations[0].consumer,
        )

    def test_an_unknown_consumer_has_no_allocations(self):
        self.assertEqual(
            [], allocation.list_of_consumer(self.ctx, world.uuid(11))
        )

    def test_a_provider_lists_the_allocations_of_its_consumers(self):
        with self.count_statements() as counter:
            provider, allocations = allocation.list_of_provider(
                self.ctx, world.uuid(1)
            )
        self.assertEqual(2, len(counter.statements), counter)
        self.assertEqual(3, provider.generation)
        self.assertEqual(
            [
                (world.uuid(9), 2, consumer.UNKNOWN_TYPE),
                (world.uuid(9), 4, consumer.UNKNOWN_TYPE),
                (world.uuid(10), 1, 'INSTANCE'),
            ],
            [
                (each.consumer.uuid, each.used, each.consumer.type)
                for each in allocations
            ],
        )

    def test_an_unknown_provider_is_an_error(self):
        self.assertRaises(
            errors.ResourceProviderNotFound,
            allocation.list_of_provider,
            self.ctx,
            world.uuid(11),
        )
