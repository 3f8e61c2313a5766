"""The entry point of the engine: from a request to its candidates."""

import itertools

from placement_inv.db import transactions
from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import (
    combinations as tree_combinations,
)
from placement_inv.objects.placement.candidates import names as request_names
from placement_inv.objects.placement.candidates import order
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import requirements
from placement_inv.objects.placement.candidates import results
from placement_inv.objects.placement.candidates import sharing_providers
from placement_inv.objects.placement.candidates import single_provider
from placement_inv.objects.placement.candidates import summaries
from placement_inv.objects.placement.candidates import tree_query

#: A few trees more than are wanted: some may have room in every pool and
#: still no combination that serves.
_SPARE_TREES = 10


@transactions.reader
def find(ctx, request, settings, budget=budgets.UNLIMITED):
    """Return the Candidates for a Request.

    BudgetExceeded where that takes more than the Budget has; ClientLeft
    where nobody waits for them any more.
    """
    known = request_names.look_up(ctx, request)
    plan = requirements.plan(request, known)
    if plan is None:
        return values.NO_CANDIDATES
    wanted = settings.wanted(request)
    budget.check()
    if known.flat:
        return single_provider.find(
            ctx, request.capabilities, plan, wanted, settings.rng, budget
        )
    shared = sharing_providers.look_up(ctx, plan, known)
    chosen = _choose(ctx, plan, shared, settings, wanted, budget)
    return _present(ctx, request.capabilities, plan, chosen, wanted, budget)


def _choose(ctx, plan, shared, settings, wanted, budget):
    """Return the combinations to answer with: tuples of provider ids."""
    rng, strategy = settings.rng, settings.strategy
    if wanted is None:
        streams = _of_trees(plan, tree_query.read(ctx, plan, shared), budget)
    elif rng is None:
        streams = _of_first_trees(ctx, plan, shared, wanted, budget)
    else:
        # Chance must reach every tree, however much the first ones offer.
        strategy = values.BREADTH_FIRST
        trees = tree_query.read(ctx, plan, shared)
        streams = _of_trees(plan, trees, budget, rng)
    combinations = order.without_repeats(
        order.take_turns(strategy, streams), shared.serve_alone, budget
    )
    chosen = _take(combinations, wanted, len(plan.slots), budget)
    if rng is not None:
        rng.shuffle(chosen)
    return chosen


def _take(combinations, wanted, slots, budget):
    """Return the first combinations, and count them in the budget."""
    chosen, left = [], wanted
    while left is None or left > 0:
        size = budgets.BATCH if left is None else min(budgets.BATCH, left)
        batch = list(itertools.islice(combinations, size))
        budget.add_candidates(len(batch), slots)
        chosen += batch
        if len(batch) < size:
            break
        left = None if left is None else left - size
    return chosen


def _of_first_trees(ctx, plan, shared, wanted, budget):
    """Yield the combinations of one tree after the other, each a generator.

    Nothing is read of trees that are not looked at, except that the second
    reading takes all that are left.
    """
    size = wanted + _SPARE_TREES
    trees = tree_query.read(ctx, plan, shared, at_most=size)
    yield from _of_trees(plan, trees, budget)
    roots = trees.viable()
    if len(roots) == size:
        rest = tree_query.read(ctx, plan, shared, after=roots[-1])
        yield from _of_trees(plan, rest, budget)


def _of_trees(plan, trees, budget, rng=None):
    budget.check()
    roots = trees.viable()
    if rng is not None:
        rng.shuffle(roots)
    return tree_combinations.streams(plan, trees, roots, rng, budget)


def _present(ctx, capabilities, plan, chosen, wanted, budget):
    """Return the Candidates of the chosen combinations.

    Where a limit was `wanted`, one statement looks the names of traits up
    too; that is slower where there are many providers.
    """
    named = bool(wanted)
    if not chosen:
        return values.NO_CANDIDATES
    read = (
        summaries.of_trees if capabilities.nested else summaries.of_providers
    )
    trait = summaries.TRAIT_NAME if named else summaries.TRAIT_ID
    providers = set().union(*chosen)
    rows = read(ctx, providers, capabilities, plan.named_classes, trait)
    budget.add_providers(len(rows))
    names = None if named else summaries.trait_names(ctx, rows.values())
    return results.of_combinations(
        capabilities, plan, chosen, rows, names, budget
    )
