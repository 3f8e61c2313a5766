"""The conditions of demands besides capacity: traits, aggregates, trees.

Builders only: they add to `Conditions`. `provider` and `root` are columns with
the ids of the provider that the conditions are about, and of its root.
"""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import provider_conditions

# With aliases: a select with these conditions may read the same tables for
# another purpose.
_provider_traits = tables.placement.resource_provider_traits.alias('has')
_memberships = tables.placement.resource_provider_aggregates.alias('joined')


def add_demand(conditions, demand, provider, root):
    """Add the conditions on a provider that a demand has besides capacity."""
    if demand.tree is not None:
        conditions.append(root == demand.tree)
    if demand.is_granular:
        _add_granular(conditions, demand, provider)
    else:
        _add_spread(conditions, demand, provider, root)


def add_demand_of_lone_provider(conditions, demand, provider):
    """Add the same for a provider without a tree."""
    if demand.tree is not None:
        conditions.append(provider == demand.tree)
    _add_granular(conditions, demand, provider)


def add_demand_of_sharer(conditions, demand, provider, root):
    """Add the same for a provider that serves other trees than its own."""
    if demand.is_granular:
        add_demand(conditions, demand, provider, root)
        return
    for aggregates in demand.member_of:
        conditions.add_some(_is_member(provider, aggregates))
    _add_forbidden(conditions, demand, provider)


def add_root_conditions(conditions, plan, root):
    """Add the conditions on the root of a tree."""
    for trait in sorted(plan.root_required):
        conditions.add_some(_has_one_of(root, (trait,)))
    if plan.root_forbidden:
        conditions.add_none(_has_one_of(root, plan.root_forbidden))
    if plan.spread_demand is not None and plan.spread_demand.not_member_of:
        conditions.add_none(_is_member(root, plan.spread_demand.not_member_of))


def mask(demand, provider):
    """Return an expression: bit n tells whether a provider has the nth set."""
    total = sa.literal_column('0')
    for number, traits in enumerate(demand.required_traits):
        has_trait = sa.exists().where(_has_one_of(provider, traits))
        bit = sa.literal_column(str(1 << number))
        total = total + sa.case((has_trait, bit), else_=0)
    return total


def _add_granular(conditions, demand, provider):
    for aggregates in demand.member_of:
        conditions.add_some(_is_member(provider, aggregates))
    for traits in demand.required_traits:
        conditions.add_some(_has_one_of(provider, traits))
    _add_forbidden(conditions, demand, provider)


def _add_spread(conditions, demand, provider, root):
    if demand.member_of:
        # The whole tree is a member of the aggregates of its root.
        conditions.append(
            sa.or_(
                *(
                    sa.and_(
                        *(
                            sa.exists().where(_is_member(place, aggregates))
                            for aggregates in demand.member_of
                        )
                    )
                    for place in (provider, root)
                )
            )
        )
    _add_forbidden(conditions, demand, provider)


def _add_forbidden(conditions, demand, provider):
    if demand.forbidden_traits:
        conditions.add_none(_has_one_of(provider, demand.forbidden_traits))
    if demand.not_member_of:
        conditions.add_none(_is_member(provider, demand.not_member_of))


def _has_one_of(provider, traits):
    return provider_conditions.has_trait(
        _provider_traits, provider, sorted(traits)
    )


def _is_member(provider, aggregates):
    return provider_conditions.is_member(
        _memberships, provider, sorted(aggregates)
    )
