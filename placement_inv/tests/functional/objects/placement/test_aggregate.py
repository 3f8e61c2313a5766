"""Aggregates: sets of providers."""

from placement_inv.objects.placement import aggregate
from placement_inv.objects.placement import provider
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.placement import world

_ONE = world.uuid(1)


@base.on_every_database
class TestAggregate(world.PlacementTest):
    def test_aggregates_of_a_provider_are_replaced(self):
        self.make_provider(1)
        uuids = [world.uuid(number) for number in range(50, 60)]
        aggregate.replace(self.ctx, _ONE, uuids[:5])
        with self.count_statements() as counter:
            aggregate.replace(self.ctx, _ONE, uuids[2:])
        self.assertEqual(7, len(counter.statements), counter)
        with self.count_statements() as counter:
            provider_after, members = aggregate.list_of_provider(
                self.ctx, _ONE
            )
        self.assertEqual(1, len(counter.statements), counter)
        self.assertEqual(uuids[2:], sorted(members))
        self.assertEqual(provider.get(self.ctx, _ONE), provider_after)
        self.assertEqual(0, provider_after.generation)

    def test_an_existing_aggregate_is_used_again(self):
        for number in (1, 2):
            self.make_provider(number)
            aggregate.replace(self.ctx, world.uuid(number), [world.uuid(50)])
        aggregate.replace(self.ctx, _ONE, [])
        self.assertEqual([], aggregate.list_of_provider(self.ctx, _ONE)[1])
        self.assertEqual(
            [world.uuid(50)],
            aggregate.list_of_provider(self.ctx, world.uuid(2))[1],
        )
