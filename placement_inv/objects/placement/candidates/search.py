"""The entry point of the engine: from a Request to its Candidates."""

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

#: Trees to read beyond the limit: a tree may have providers in every pool, and
#: no valid combination of them.
_SPARE_TREES = 10


@transactions.reader
def find(ctx, request, settings, budget=budgets.UNLIMITED):
    """Return the Candidates for a Request.

    Raises UnknownResourceClass and UnknownTraitsInQuery for names that do not
    exist, BudgetExceeded, and ClientLeft where the client has disconnected.
    """
    catalog = request_names.look_up(ctx, request)
    plan = requirements.plan(request, catalog)
    if plan is None:
        return values.NO_CANDIDATES
    limit = settings.candidate_limit(request)
    budget.check()
    if catalog.is_flat:
        return single_provider.find(
            ctx, request.capabilities, plan, limit, settings.rng, budget
        )
    sharers = sharing_providers.find(ctx, plan, catalog)
    combinations = _choose(ctx, plan, sharers, settings, limit, budget)
    return _present(
        ctx, request.capabilities, plan, combinations, limit, budget
    )


def _choose(ctx, plan, sharers, settings, limit, budget):
    """Return the combinations to answer with: tuples of provider ids."""
    rng, strategy = settings.rng, settings.strategy
    if limit is None:
        streams = _stream_trees(
            plan, tree_query.read(ctx, plan, sharers), budget
        )
    elif rng is None:
        streams = _stream_first_trees(ctx, plan, sharers, limit, budget)
    else:
        # Every tree must have its turn, however many candidates it has.
        strategy = values.BREADTH_FIRST
        trees = tree_query.read(ctx, plan, sharers)
        streams = _stream_trees(plan, trees, budget, rng)
    combinations = order.drop_repeats(
        order.take_turns(strategy, streams), sharers.may_repeat, budget
    )
    chosen_combinations = _take(combinations, limit, len(plan.slots), budget)
    if rng is not None:
        rng.shuffle(chosen_combinations)
    return chosen_combinations


def _take(combinations, limit, slots, budget):
    """Return the first combinations, and count them in the budget."""
    first_combinations, remaining = [], limit
    while remaining is None or remaining > 0:
        size = budgets.BATCH
        if remaining is not None:
            size = min(size, remaining)
        batch = list(itertools.islice(combinations, size))
        budget.add_candidates(len(batch), slots)
        first_combinations += batch
        if len(batch) < size:
            break
        if remaining is not None:
            remaining -= size
    return first_combinations


def _stream_first_trees(ctx, plan, sharers, limit, budget):
    """Yield the combinations of one tree after the other, each a generator.

    The first statement reads as many trees as are probably needed, a second
    one reads all others.
    """
    size = limit + _SPARE_TREES
    trees = tree_query.read(ctx, plan, sharers, at_most=size)
    yield from _stream_trees(plan, trees, budget)
    roots = trees.find_roots()
    if len(roots) == size:
        rest = tree_query.read(ctx, plan, sharers, after=roots[-1])
        yield from _stream_trees(plan, rest, budget)


def _stream_trees(plan, trees, budget, rng=None):
    budget.check()
    roots = trees.find_roots()
    if rng is not None:
        rng.shuffle(roots)
    return tree_combinations.streams(plan, trees, roots, rng, budget)


def _present(ctx, capabilities, plan, combinations, limit, budget):
    """Return the Candidates of the chosen combinations.

    With a limit, the statement looks up the names of traits, too; that is
    slower where there are many providers.
    """
    has_names = bool(limit)
    if not combinations:
        return values.NO_CANDIDATES
    read = (
        summaries.find_in_trees
        if capabilities.nested_providers
        else summaries.find_providers
    )
    trait = summaries.TRAIT_ID_AND_NAME if has_names else summaries.TRAIT_ID
    providers = set().union(*combinations)
    rows = read(ctx, providers, capabilities, plan.named_classes, trait)
    budget.add_providers(len(rows))
    names = (
        None if has_names else summaries.find_trait_names(ctx, rows.values())
    )
    return results.present_combinations(
        capabilities, plan, combinations, rows, names, budget
    )
