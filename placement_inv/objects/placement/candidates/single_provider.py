"""The world without trees and sharing: one provider serves everything.

There the database can decide all, so one statement finds the candidates and
reads what is to be told of them.
"""

import collections
import functools

import sqlalchemy as sa

from placement_inv.objects.placement.candidates import capacity_sql
from placement_inv.objects.placement.candidates import conditions
from placement_inv.objects.placement.candidates import filters
from placement_inv.objects.placement.candidates import request
from placement_inv.objects.placement.candidates import results
from placement_inv.objects.placement.candidates import summaries

_provider = summaries.provider

#: No inventory has a larger unit.
_MAX_UNIT = 2**31 - 1


#: Up to so many providers the database looks the names of traits up one by
#: one; beyond, a statement of its own for all of them is cheaper.
_FEW = 100


def find(ctx, capabilities, plan, wanted, rng, budget):
    """Return the Candidates for a plan in a world without trees."""
    if _impossible(plan):
        return request.NO_CANDIDATES
    named = wanted is not None and wanted <= _FEW
    if wanted is not None and rng is not None:
        ids = ctx.connection.execute(_fitting(plan)).scalars().all()
        ids = rng.sample(ids, min(wanted, len(ids)))
        select = _shown(capabilities, plan, named).where(
            _provider.c.id.in_(ids)
        )
    else:
        select = _found(capabilities, plan, named, wanted)
    rows = ctx.connection.execute(select).all()
    budget.add_providers(len(rows))
    budget.add_candidates(len(rows), len(plan.slots))
    if rng is not None:
        rng.shuffle(rows)
    names = None if named else summaries.trait_names(ctx, rows)
    return results.of_single_providers(capabilities, plan, rows, names)


def _impossible(plan):
    """Tell whether one provider alone can never serve a plan."""
    granular = [slot for slot in plan.slots if slot.granular]
    return (plan.isolate and len(granular) > 1) or any(
        sum(amounts) > _MAX_UNIT for _class, amounts in _amounts(plan)
    )


def _amounts(plan):
    """Return (class, amounts) pairs: what a provider must give at once."""
    amounts = collections.defaultdict(list)
    for slot in plan.slots:
        for class_id, amount in slot.amounts:
            amounts[class_id].append(amount)
    return sorted(amounts.items())


def _shown(capabilities, plan, named):
    trait = summaries.TRAIT_NAME if named else summaries.TRAIT_ID
    return summaries.select(capabilities, plan.named_classes, trait)


# PERF: as `summaries.select`.
@functools.lru_cache(maxsize=128)
def _found(capabilities, plan, named, wanted):
    """Return a select of what is to be shown of providers that fit."""
    select = _shown(capabilities, plan, named).where(*_conditions(plan))
    return select.limit(wanted)


def _fitting(plan):
    """Return a select: the ids of providers that fit."""
    select = sa.select(_provider.c.id).where(*_conditions(plan))
    return select.order_by(_provider.c.id)


def _conditions(plan):
    # Somebody may be growing the first tree right now.
    found = conditions.Conditions(_provider.c.parent_provider_id.is_(None))
    filters.of_root(found, plan, _provider.c.id)
    for demand in plan.demands:
        filters.of_lone(found, demand, _provider.c.id)
    capacity_sql.has_room(found, _provider.c.id, _amounts(plan))
    return found
