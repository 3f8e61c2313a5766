"""What demands ask of a provider but room: traits, aggregates, trees.

Builders only: they add to `Conditions`. `provider` and `root` are what
identifies the row they are about: columns of ids.
"""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.placement import provider_conditions

# Under names of their own: a select around these conditions may read the same
# tables for another purpose.
_provider_traits = tables.placement.resource_provider_traits.alias('has')
_memberships = tables.placement.resource_provider_aggregates.alias('joined')


def of_demand(conditions, demand, provider, root):
    """Add what a provider must fulfil before its room matters."""
    if demand.tree is not None:
        conditions.append(root == demand.tree)
    if demand.granular:
        _of_one(conditions, demand, provider)
    else:
        _of_spread(conditions, demand, provider, root)


def of_lone(conditions, demand, provider):
    """Add the same for a provider that is its whole tree."""
    if demand.tree is not None:
        conditions.append(provider == demand.tree)
    _of_one(conditions, demand, provider)


def of_sharer(conditions, demand, provider, root):
    """Add the same for a provider that serves trees not its own."""
    if demand.granular:
        of_demand(conditions, demand, provider, root)
        return
    for aggregates in demand.member_of:
        conditions.some(_in_one_of(provider, aggregates))
    _nothing_unwanted(conditions, demand, provider)


def of_root(conditions, plan, root):
    """Add what the root of a tree must fulfil for it to be used."""
    for trait in sorted(plan.root_required):
        conditions.some(_has_one_of(root, (trait,)))
    if plan.root_forbidden:
        conditions.none(_has_one_of(root, plan.root_forbidden))
    if plan.spread is not None and plan.spread.not_member_of:
        conditions.none(_in_one_of(root, plan.spread.not_member_of))


def mask(demand, provider):
    """Return an expression: which of the required sets a provider meets."""
    total = sa.literal_column('0')
    for number, traits in enumerate(demand.required):
        met = sa.exists().where(_has_one_of(provider, traits))
        bit = sa.literal_column(str(1 << number))
        total = total + sa.case((met, bit), else_=0)
    return total


def _of_one(conditions, demand, provider):
    for aggregates in demand.member_of:
        conditions.some(_in_one_of(provider, aggregates))
    for traits in demand.required:
        conditions.some(_has_one_of(provider, traits))
    _nothing_unwanted(conditions, demand, provider)


def _of_spread(conditions, demand, provider, root):
    if demand.member_of:
        # What the root is a member of, its whole tree is.
        conditions.append(
            sa.or_(
                *(
                    sa.and_(
                        *(
                            sa.exists().where(_in_one_of(place, aggregates))
                            for aggregates in demand.member_of
                        )
                    )
                    for place in (provider, root)
                )
            )
        )
    _nothing_unwanted(conditions, demand, provider)


def _nothing_unwanted(conditions, demand, provider):
    if demand.forbidden:
        conditions.none(_has_one_of(provider, demand.forbidden))
    if demand.not_member_of:
        conditions.none(_in_one_of(provider, demand.not_member_of))


def _has_one_of(provider, traits):
    return provider_conditions.has_trait(
        _provider_traits, provider, sorted(traits)
    )


def _in_one_of(provider, aggregates):
    return provider_conditions.is_member(
        _memberships, provider, sorted(aggregates)
    )
