"""The providers that share their inventories with other trees."""

import collections

from placement_inv.db import tables
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.objects.placement.candidates import pools
from placement_inv.objects.placement.candidates import statement_cache

_sharer = tables.placement.resource_providers.alias('sharer')
_sharing_trait = tables.placement.resource_provider_traits.alias('sharing')
_membership = tables.placement.resource_provider_aggregates.alias('shared')


class Sharers:
    """Sharing providers with capacity for some part of a plan."""

    def __init__(self, plan):
        self._by_pool = [collections.defaultdict(set) for _pool in plan.pools]
        #: Root by provider.
        self.roots = {}
        #: By provider, the mask of its traits, for the spread demand.
        self.masks = {}

    def add(self, pool, provider, aggregate):
        """Add a provider of a pool, and an aggregate that it shares in."""
        self._by_pool[pool][aggregate].add(provider)

    @property
    def aggregates(self):
        """For each pool, the aggregates through which it is shared."""
        return tuple(
            tuple(sorted(by_aggregate)) for by_aggregate in self._by_pool
        )

    def find_shared(self, pool, aggregates):
        """Return the providers of a pool that share in the aggregates."""
        providers_by_aggregate = self._by_pool[pool]
        return set().union(
            *(
                providers_by_aggregate[a]
                for a in aggregates
                if a in providers_by_aggregate
            )
        )

    def may_repeat(self, providers):
        """Tell whether several trees may lead to a combination of providers.

        That is so if all of its providers share.
        """
        roots = self.roots
        return bool(roots) and all(provider in roots for provider in providers)


def find(ctx, plan, catalog):
    """Return the Sharers for a plan."""
    sharers = Sharers(plan)
    if catalog.sharing_trait is None:
        return sharers
    pool_selects, statement = _statement(plan, catalog.sharing_trait)
    if not pool_selects:
        return sharers
    rows = ctx.connection.execute(statement).all()
    for number, root, provider, mask, bits, aggregate in rows:
        pool_select = pool_selects[number]
        sharers.roots[provider] = root
        if not pool_select.demand.is_granular:
            sharers.masks[provider] = mask
        for pool in pool_select.pools(bits):
            sharers.add(pool, provider, aggregate)
    return sharers


@statement_cache.cached
def _statement(plan, sharing_trait):
    """Return (a PoolSelect for each select, their union or None)."""
    pool_selects = list(_create_selects(plan, sharing_trait))
    return (
        [pool_select for pool_select, _select in pool_selects],
        pools.union(select for _pool_select, select in pool_selects)
        if pool_selects
        else None,
    )


def _create_selects(plan, sharing_trait):
    for number, demand in enumerate(plan.demands):
        if demand.tree is not None and not demand.is_granular:
            # No provider of another tree may serve.
            continue
        provider_conditions = conditions.Conditions(
            _membership.c.resource_provider_id == _sharer.c.id
        )
        provider_conditions.add_some(
            _sharing_trait.c.resource_provider_id == _sharer.c.id,
            _sharing_trait.c.trait_id == sharing_trait,
        )
        filters.add_demand_of_sharer(
            provider_conditions,
            demand,
            _sharer.c.id,
            _sharer.c.root_provider_id,
        )
        yield from pools.selects(
            plan,
            number,
            _sharer,
            provider_conditions,
            [_membership.c.aggregate_id],
        )
