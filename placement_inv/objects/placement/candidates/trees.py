"""The trees that could serve a plan, and who has room in them."""

import collections


class Forest:
    """What was read of some trees: pools of providers, tree by tree."""

    def __init__(self, plan, sharers):
        self._plan = plan
        self._sharers = sharers
        self._by_pool = [collections.defaultdict(list) for _ in plan.pools]
        self._aggregates = collections.defaultdict(set)
        #: Root by provider.
        self.roots = dict(sharers.roots)
        #: Mask of the traits it has by provider, for the spread demand.
        self.masks = dict(sharers.masks)
        #: (free amount, largest unit) by provider, by class.
        self.stock = collections.defaultdict(dict)
        #: Parent by provider, where something must lie in one subtree.
        self.parents = {}

    def add_rooms(self, arm, rows):
        pools = {}
        for _arm, root, provider, mask, bits in rows:
            self.roots[provider] = root
            if bits not in pools:
                pools[bits] = [self._by_pool[n] for n in arm.pools(bits)]
            for pool in pools[bits]:
                pool[root].append(provider)
            if not arm.demand.granular:
                self.masks[provider] = mask

    def add_memberships(self, rows):
        for _arm, root, aggregate, _a, _b in rows:
            self._aggregates[root].add(aggregate)

    def add_stock(self, rows):
        for _arm, class_id, provider, free, max_unit in rows:
            self.stock[class_id][provider] = free, max_unit

    def add_parents(self, rows):
        for _arm, provider, parent, _a, _b in rows:
            self.parents[provider] = parent

    def viable(self):
        """Return the roots of trees with somebody in every pool, in order."""
        viable = None
        shared = self._sharers.aggregates
        for by_root, its_shared in zip(self._by_pool, shared, strict=True):
            roots = set(by_root)
            if its_shared:
                roots.update(
                    root
                    for root, aggregates in self._aggregates.items()
                    if not aggregates.isdisjoint(its_shared)
                )
            viable = roots if viable is None else viable & roots
        return sorted(viable)

    def options(self, root):
        """Return the providers that each slot may choose from, in order."""
        pools = [by_root.get(root, ()) for by_root in self._by_pool]
        aggregates = self._aggregates.get(root)
        if aggregates:
            pools = [
                self._sharers.reached(pool, aggregates).union(own)
                for pool, own in enumerate(pools)
            ]
        pools = [sorted(pool) for pool in pools]
        return [pools[slot.pool] for slot in self._plan.slots]
