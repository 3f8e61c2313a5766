"""The providers that serve other trees too, by their aggregates."""

import collections
import functools

from placement_inv.db import tables
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.objects.placement.candidates import pools

_sharer = tables.placement.resource_providers.alias('sharer')
_mark = tables.placement.resource_provider_traits.alias('sharing')
_membership = tables.placement.resource_provider_aggregates.alias('shared')


class Sharers:
    """Sharing providers with room for some part of a plan."""

    def __init__(self, plan):
        self._by_pool = [collections.defaultdict(set) for _pool in plan.pools]
        #: Root by provider.
        self.roots = {}
        #: Mask of the traits it has by provider, for the spread demand.
        self.masks = {}

    def add(self, pool, provider, aggregate):
        self._by_pool[pool][aggregate].add(provider)

    @property
    def aggregates(self):
        """For each pool, the aggregates through which it is shared."""
        return tuple(tuple(sorted(shared)) for shared in self._by_pool)

    def reached(self, pool, aggregates):
        """Return the providers of a pool shared in some of the aggregates."""
        shared = self._by_pool[pool]
        return set().union(*(shared[a] for a in aggregates if a in shared))

    def serve_alone(self, providers):
        """Tell whether a combination may be found from several trees."""
        roots = self.roots
        return bool(roots) and all(provider in roots for provider in providers)


def look_up(ctx, plan, catalog):
    """Return the Sharers for a plan."""
    found = Sharers(plan)
    if catalog.sharing_trait is None:
        return found
    arms, statement = _statement(plan, catalog.sharing_trait)
    if not arms:
        return found
    rows = ctx.connection.execute(statement).all()
    for number, root, provider, mask, bits, aggregate in rows:
        arm = arms[number]
        found.roots[provider] = root
        if not arm.demand.granular:
            found.masks[provider] = mask
        for pool in arm.pools(bits):
            found.add(pool, provider, aggregate)
    return found


# PERF: as `summaries.select`.
@functools.lru_cache(maxsize=128)
def _statement(plan, sharing_trait):
    """Return (what fills pools, the statement that reads it)."""
    arms = list(_arms(plan, sharing_trait))
    return (
        [arm for arm, _select in arms],
        pools.union(select for _arm, select in arms) if arms else None,
    )


def _arms(plan, sharing_trait):
    for number, demand in enumerate(plan.demands):
        if demand.tree is not None and not demand.granular:
            # Nobody from elsewhere may take part.
            continue
        found = conditions.Conditions(
            _membership.c.resource_provider_id == _sharer.c.id
        )
        found.some(
            _mark.c.resource_provider_id == _sharer.c.id,
            _mark.c.trait_id == sharing_trait,
        )
        filters.of_sharer(
            found, demand, _sharer.c.id, _sharer.c.root_provider_id
        )
        yield from pools.selects(
            plan, number, _sharer, found, [_membership.c.aggregate_id]
        )
