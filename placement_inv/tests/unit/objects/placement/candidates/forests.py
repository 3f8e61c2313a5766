"""Forests whose providers a test chooses, without a database."""

from placement_inv.objects.placement.candidates import pools
from placement_inv.objects.placement.candidates import sharing_providers
from placement_inv.objects.placement.candidates import trees


def create(plan, providers_by_pool, sharers=None, root=1):
    """Return a Forest of one tree, with the providers of each pool."""
    forest = trees.Forest(plan, sharers or sharing_providers.Sharers(plan))
    add_tree(forest, plan, providers_by_pool, root)
    return forest


def add_tree(forest, plan, providers_by_pool, root):
    """Add the providers of one more tree to a Forest."""
    for pool, providers in enumerate(providers_by_pool):
        number, _class_id = plan.pools[pool]
        pool_select = pools.PoolSelect(plan.demands[number], (pool,))
        forest.add_providers(
            pool_select, [(0, root, provider, 0, 1) for provider in providers]
        )
