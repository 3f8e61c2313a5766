"""The trees that could serve a plan, and their providers with capacity."""

import collections


class Forest:
    """Some trees: for each pool and tree, the providers with capacity."""

    def __init__(self, plan, sharers):
        self._plan = plan
        self._sharers = sharers
        self._by_pool = [collections.defaultdict(list) for _ in plan.pools]
        self._aggregates = collections.defaultdict(set)
        #: Root by provider.
        self.roots = dict(sharers.roots)
        #: By provider, the mask of its traits, for the spread demand.
        self.masks = dict(sharers.masks)
        #: (free amount, largest unit) by provider, by class.
        self.stock = collections.defaultdict(dict)
        #: Parent by provider; empty unless `same_subtree` is requested.
        self.parents = {}

    def add_providers(self, pool_select, rows):
        """Add rows (number, root, provider, mask, bits) of providers."""
        pools = {}
        for _number, root, provider, mask, bits in rows:
            self.roots[provider] = root
            if bits not in pools:
                pools[bits] = [
                    self._by_pool[n] for n in pool_select.pools(bits)
                ]
            for pool in pools[bits]:
                pool[root].append(provider)
            if not pool_select.demand.is_granular:
                self.masks[provider] = mask

    def add_memberships(self, rows):
        """Add rows of the aggregates of trees."""
        for _number, root, aggregate, _a, _b in rows:
            self._aggregates[root].add(aggregate)

    def add_stock(self, rows):
        """Add rows of the free amounts of a class."""
        for _number, class_id, provider, free, max_unit in rows:
            self.stock[class_id][provider] = free, max_unit

    def add_parents(self, rows):
        """Add rows of the parents of providers."""
        for _number, provider, parent, _a, _b in rows:
            self.parents[provider] = parent

    def find_roots(self):
        """Return the sorted roots of trees with a provider in every pool."""
        viable_roots = None
        aggregates_by_pool = self._sharers.aggregates
        for by_root, sharing_aggregates in zip(
            self._by_pool, aggregates_by_pool, strict=True
        ):
            roots = set(by_root)
            if sharing_aggregates:
                roots.update(
                    root
                    for root, aggregates in self._aggregates.items()
                    if not aggregates.isdisjoint(sharing_aggregates)
                )
            viable_roots = (
                roots if viable_roots is None else viable_roots & roots
            )
        return sorted(viable_roots)

    def options(self, root):
        """Return the providers that each slot may choose from, in order."""
        pools = [by_root.get(root, ()) for by_root in self._by_pool]
        aggregates = self._aggregates.get(root)
        if aggregates:
            pools = [
                self._sharers.find_shared(pool, aggregates).union(own)
                for pool, own in enumerate(pools)
            ]
        pools = [sorted(pool) for pool in pools]
        return [pools[slot.pool] for slot in self._plan.slots]
