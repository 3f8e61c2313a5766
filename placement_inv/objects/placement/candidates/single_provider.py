"""The search without trees and sharing: one provider serves everything.

One statement finds the candidates and reads their summaries.
"""

import collections

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.objects.placement.candidates import request
from placement_inv.objects.placement.candidates import results
from placement_inv.objects.placement.candidates import statement_cache
from placement_inv.objects.placement.candidates import summaries

_provider = summaries.provider

#: No inventory has a larger unit.
_MAX_UNIT = 2**31 - 1


#: With at most so many providers, the statement itself looks up the names of
#: their traits; with more, another statement for all names is cheaper.
_FEW = 100


def find(ctx, capabilities, plan, limit, rng, budget):
    """Return the Candidates for a plan, each with a single provider."""
    if _is_impossible(plan):
        return request.NO_CANDIDATES
    has_names = limit is not None and limit <= _FEW
    if limit is not None and rng is not None:
        ids = ctx.connection.execute(_select_fitting_ids(plan)).scalars().all()
        ids = rng.sample(ids, min(limit, len(ids)))
        select = _select_summaries(capabilities, plan, has_names).where(
            dialects.has_one_of_ids(_provider.c.id, ids)
        )
    else:
        select = _select_fitting_summaries(
            plan, capabilities, has_names, limit
        )
    rows = ctx.connection.execute(select).all()
    budget.add_providers(len(rows))
    budget.add_candidates(len(rows), len(plan.slots))
    if rng is not None:
        rng.shuffle(rows)
    names = None if has_names else summaries.find_trait_names(ctx, rows)
    return results.present_single_providers(capabilities, plan, rows, names)


def _is_impossible(plan):
    """Tell whether no provider alone can serve a plan."""
    granular = [slot for slot in plan.slots if slot.is_granular]
    return (plan.isolate and len(granular) > 1) or any(
        sum(amounts) > _MAX_UNIT for _class, amounts in _amounts_by_class(plan)
    )


def _amounts_by_class(plan):
    """Return (class id, amounts) pairs: what a provider must give together."""
    amounts = collections.defaultdict(list)
    for slot in plan.slots:
        for class_id, amount in slot.amounts:
            amounts[class_id].append(amount)
    return sorted(amounts.items())


def _select_summaries(capabilities, plan, has_names):
    trait = summaries.TRAIT_ID_AND_NAME if has_names else summaries.TRAIT_ID
    return summaries.select(capabilities, plan.named_classes, trait)


@statement_cache.cached
def _select_fitting_summaries(plan, capabilities, has_names, limit):
    """Return a select of the summaries of providers that fit."""
    select = _select_summaries(capabilities, plan, has_names).where(
        *_conditions(plan)
    )
    return select.limit(limit)


def _select_fitting_ids(plan):
    """Return a select of the ids of providers that fit."""
    select = sa.select(_provider.c.id).where(*_conditions(plan))
    return select.order_by(_provider.c.id)


def _conditions(plan):
    # A provider may have got a parent since the catalog was read.
    provider_conditions = conditions.Conditions(
        _provider.c.parent_provider_id.is_(None)
    )
    filters.add_root_conditions(provider_conditions, plan, _provider.c.id)
    for demand in plan.demands:
        filters.add_demand_of_lone_provider(
            provider_conditions, demand, _provider.c.id
        )
    capacity_sql.has_room(
        provider_conditions, _provider.c.id, _amounts_by_class(plan)
    )
    return provider_conditions
