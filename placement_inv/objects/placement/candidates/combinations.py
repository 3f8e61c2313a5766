"""The combinations of providers that serve a plan from one tree."""

import itertools
import logging

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import constraints
from placement_inv.objects.placement.candidates import subtree

LOG = logging.getLogger(__name__)

#: Steps in a row without a result that end the walk through a tree. Only
#: amounts that are hard to pack need so many.
_PATIENCE = 500_000
#: Steps between two checks of the budget, a power of two.
_STEPS = 8192
#: How many results of one random start are used: they resemble each other.
_RESULTS_PER_START = 5
#: Repeated results in a row that end the random starts.
_REPEATS = 20


def streams(plan, trees, roots, rng=None, budget=budgets.UNLIMITED):
    """Yield, for each root, the combinations that serve a plan from its tree.

    A combination is a tuple of provider ids, one for each slot of the plan.
    Each root has a generator, which computes the next combination when it is
    needed. With `rng` they are in random order. `budget` is checked where
    long work leads to no combination.
    """
    independent = plan.is_independent
    for root in roots:
        options = trees.options(root)
        if rng is not None:
            yield _walk_randomly(plan, trees, options, rng, budget)
        elif independent:
            yield itertools.product(*options)
        else:
            yield _walk_cells(plan, trees, options, budget)


def _walk_cells(plan, trees, options, budget):
    cells = subtree.cells(options, plan.subtrees, trees.parents, budget)
    for cell in cells:
        yield from _walk(
            constraints.create_all(plan, trees, cell), cell, budget
        )


def _walk_randomly(plan, trees, options, rng, budget):
    """Yield each combination once, in random order; the first ones differ."""

    def shuffle():
        return [rng.sample(providers, len(providers)) for providers in options]

    known_combinations, repeats = set(), 0
    while repeats < _REPEATS:
        stream = _walk_cells(plan, trees, shuffle(), budget)
        combinations = list(itertools.islice(stream, _RESULTS_PER_START))
        if not combinations:
            return
        for combination in combinations:
            repeats = repeats + 1 if combination in known_combinations else 0
            if combination not in known_combinations:
                known_combinations.add(combination)
                yield combination
    for combination in _walk_cells(plan, trees, shuffle(), budget):
        if combination not in known_combinations:
            yield combination


def _walk(all_constraints, options, budget):
    """Yield the choices that all of the constraints allow, depth first."""
    if not all(constraint.start() for constraint in all_constraints):
        return
    if not all_constraints:
        yield from itertools.product(*options)
        return
    choices, patience = [], _PATIENCE
    iterators = [iter(options[0])]
    while iterators and patience:
        patience -= 1
        if not patience % _STEPS:
            budget.check()
        slot = len(choices)
        provider = next(iterators[-1], None)
        if provider is None:
            iterators.pop()
            if choices:
                _give_back(all_constraints, slot - 1, choices.pop())
        elif _take(all_constraints, slot, provider):
            choices.append(provider)
            if len(choices) < len(options):
                iterators.append(iter(options[slot + 1]))
                continue
            patience = _PATIENCE
            yield tuple(choices)
            _give_back(all_constraints, slot, choices.pop())
    if not patience:
        LOG.warning(
            'The search of a tree ended: its amounts are too hard to pack'
        )


def _take(all_constraints, slot, provider):
    for number, constraint in enumerate(all_constraints):
        if not constraint.take(slot, provider):
            for earlier in all_constraints[:number]:
                earlier.give_back(slot, provider)
            return False
    return True


def _give_back(all_constraints, slot, provider):
    for constraint in all_constraints:
        constraint.give_back(slot, provider)
