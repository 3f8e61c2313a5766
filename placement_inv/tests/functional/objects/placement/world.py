"""A test class with a few providers, and threads that run at once."""

import collections
import threading

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import allocation
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import inventory
from placement_inv.objects.placement import provider
from placement_inv.objects.placement import standard
from placement_inv.tests.functional import base

OWNER = consumer.Owner(project='project', user='user')

_inventories = tables.placement.inventories
_allocations = tables.placement.allocations
_providers = tables.placement.resource_providers
_KEY = ('resource_provider_id', 'resource_class_id')


def uuid(number):
    """Return the UUID of the provider or consumer with a number."""
    return f'00000000-0000-4000-8000-{number:012}'


def claim(consumer_number, allocations, owner=OWNER, **facts):
    """Return a consumer's claim of {provider number: {CLASS: n}}."""
    return claims.Claim(
        consumer.ConsumerRequest(uuid(consumer_number), owner, **facts),
        {uuid(number): amounts for number, amounts in allocations.items()},
    )


class PlacementTest(base.DatabaseTest):
    """A database with the standard traits and classes."""

    def setUp(self):
        super().setUp()
        standard.sync(self.ctx)

    def make_provider(self, number, **totals):
        """Create a provider with inventories, given as CLASS=total."""
        provider.create(self.ctx, uuid(number), f'provider {number}')
        if totals:
            self.set_inventories(number, **totals)

    def set_inventories(self, number, **totals):
        """Replace the inventories of a provider, given as CLASS=total."""
        inventory.replace(
            self.ctx,
            uuid(number),
            None,
            [
                inventory.Inventory(name, amount)
                for name, amount in totals.items()
            ],
        )

    def allocate(self, consumer_number, allocations, ctx=None, **facts):
        """Replace a consumer's allocations: {provider number: {CLASS: n}}."""
        claims.replace(
            ctx or self.ctx, [claim(consumer_number, allocations, **facts)]
        )

    def get_generation(self, number):
        return provider.get(self.ctx, uuid(number)).generation

    def list_amounts(self, consumer_number):
        """Return {(provider uuid, class): amount} of a consumer."""
        allocations = allocation.list_of_consumer(
            self.ctx, uuid(consumer_number)
        )
        return {
            (each.provider_uuid, each.resource_class): each.used
            for each in allocations
        }

    def assert_counters_are_sums(self):
        """Check that every counter is the sum of its allocations."""
        counters = {
            row[:2]: row[2]
            for row in self.rows(
                sa.select(
                    *(_inventories.c[name] for name in _KEY),
                    _inventories.c.used,
                )
            )
        }
        sums = collections.Counter()
        for row in self.rows(
            sa.select(
                *(_allocations.c[name] for name in _KEY), _allocations.c.used
            )
        ):
            sums[row[:2]] += row[2]
        self.assertEqual(
            dict(sums), {key: used for key, used in counters.items() if used}
        )

    def race(self, *runners):
        """Run functions of a context in threads at once.

        Returns what each returned or raised, in their order.
        """
        results = [None] * len(runners)
        start = threading.Barrier(len(runners))

        def run(position):
            ctx = self.make_context()
            start.wait(30)
            try:
                results[position] = runners[position](ctx)
            except Exception as error:
                results[position] = error

        threads = [
            threading.Thread(target=run, args=(position,))
            for position in range(len(runners))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        self.assertEqual([], [each for each in threads if each.is_alive()])
        return results
