"""The providers that serve other trees too, by their aggregates."""

import collections

import sqlalchemy as sa

from placement_inv.db import tables
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
    arms = list(_arms(plan, catalog.sharing_trait))
    if not arms:
        return found
    statement = pools.union(select for _arm, select in arms)
    rows = ctx.connection.execute(statement).all()
    for number, root, provider, mask, bits, aggregate in rows:
        arm = arms[number][0]
        found.roots[provider] = root
        if not arm.demand.granular:
            found.masks[provider] = mask
        for pool in arm.pools(bits):
            found.add(pool, provider, aggregate)
    return found


def _arms(plan, sharing_trait):
    for number, demand in enumerate(plan.demands):
        if demand.tree is not None and not demand.granular:
            # Nobody from elsewhere may take part.
            continue
        conditions = filters.of_sharer(
            demand, _sharer.c.id, _sharer.c.root_provider_id
        )
        for arm, select in pools.selects(plan, number, _sharer, conditions):
            yield arm, _shared(select, sharing_trait, demand)


def _shared(select, sharing_trait, demand):
    """Restrict a select to providers that share; add where they do."""
    shares = sa.exists().where(
        _mark.c.resource_provider_id == _sharer.c.id,
        _mark.c.trait_id == sharing_trait,
    )
    select = select.add_columns(_membership.c.aggregate_id).where(
        _membership.c.resource_provider_id == _sharer.c.id, shares
    )
    if demand.granular:
        return select
    return select.group_by(_membership.c.aggregate_id)
