"""Conditions on a row of resource_providers: traits, aggregates, trees.

Builders only. `provider` and `root` are what identifies the row: a column of
an id.
"""

import sqlalchemy as sa

from placement_inv.db import tables

# Under names of their own: a select around these conditions may read the same
# tables for another purpose.
_marks = tables.placement.resource_provider_traits.alias('has')
_memberships = tables.placement.resource_provider_aggregates.alias('joined')

#: The planner may join a few conditions in any order; more of them cost it
#: more time than they save, so they become one.
_FEW = 4


def of_demand(demand, provider, root):
    """Return what a provider must fulfil before its room matters."""
    conditions = []
    if demand.tree is not None:
        conditions.append(root == demand.tree)
    if demand.granular:
        conditions += has_traits(provider, demand.required)
        conditions += _in_aggregates(provider, demand.member_of)
    elif demand.member_of:
        # What the root is a member of, its whole tree is.
        conditions.append(
            sa.or_(
                sa.and_(*_in_aggregates(provider, demand.member_of)),
                sa.and_(*_in_aggregates(root, demand.member_of)),
            )
        )
    conditions += lacks_traits(provider, demand.forbidden)
    conditions += outside_aggregates(provider, demand.not_member_of)
    return conditions


def of_lone(demand, provider):
    """Return the same for a provider that is its whole tree."""
    conditions = [] if demand.tree is None else [provider == demand.tree]
    conditions += has_traits(provider, demand.required)
    conditions += lacks_traits(provider, demand.forbidden)
    conditions += _in_aggregates(provider, demand.member_of)
    return conditions + outside_aggregates(provider, demand.not_member_of)


def of_sharer(demand, provider, root):
    """Return the same for a provider that serves trees not its own."""
    if demand.granular:
        return of_demand(demand, provider, root)
    conditions = _in_aggregates(provider, demand.member_of)
    conditions += lacks_traits(provider, demand.forbidden)
    return conditions + outside_aggregates(provider, demand.not_member_of)


def of_root(plan, root):
    """Return what the root of a tree must fulfil for it to be used."""
    singles = tuple(frozenset((trait,)) for trait in plan.root_required)
    conditions = has_traits(root, singles)
    conditions += lacks_traits(root, plan.root_forbidden)
    if plan.spread is not None:
        conditions += outside_aggregates(root, plan.spread.not_member_of)
    return conditions


def mask(demand, provider):
    """Return an expression: which of the required sets a provider meets."""
    total = sa.literal_column('0')
    for number, traits in enumerate(demand.required):
        met = sa.exists().where(_has_one_of(provider, traits))
        bit = sa.literal_column(str(1 << number))
        total = total + sa.case((met, bit), else_=0)
    return total


def has_traits(provider, sets):
    """Return conditions: at least one trait of each set."""
    singles = [traits for traits in sets if len(traits) == 1]
    conditions = []
    if len(singles) > _FEW:
        sets = [traits for traits in sets if len(traits) > 1]
        conditions.append(_has_all(provider, frozenset().union(*singles)))
    return conditions + [
        sa.exists().where(_has_one_of(provider, traits)) for traits in sets
    ]


def lacks_traits(provider, traits):
    """Return conditions: none of the traits."""
    if not traits:
        return []
    return [~sa.exists().where(_has_one_of(provider, traits))]


def outside_aggregates(provider, aggregates):
    """Return conditions: a member of none of the aggregates."""
    if not aggregates:
        return []
    return [~sa.exists().where(_in_one_of(provider, aggregates))]


def _in_aggregates(provider, sets):
    return [
        sa.exists().where(_in_one_of(provider, aggregates))
        for aggregates in sets
    ]


def _has_one_of(provider, traits):
    return sa.and_(
        _marks.c.resource_provider_id == provider,
        _marks.c.trait_id.in_(sorted(traits)),
    )


def _has_all(provider, traits):
    count = (
        sa.select(sa.func.count())
        .select_from(_marks)
        .where(_has_one_of(provider, traits))
        .scalar_subquery()
    )
    return count == len(traits)


def _in_one_of(provider, aggregates):
    return sa.and_(
        _memberships.c.resource_provider_id == provider,
        _memberships.c.aggregate_id.in_(sorted(aggregates)),
    )
