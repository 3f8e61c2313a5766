"""The combinations of providers that serve a plan from one tree."""

import itertools
import logging

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import constraints
from placement_inv.objects.placement.candidates import subtree

LOG = logging.getLogger(__name__)

#: So many steps in a row without a result end the walk through a tree. Only
#: amounts that are hard to pack come near it.
_PATIENCE = 500_000
#: The budget is checked after so many of them, a power of two.
_STEPS = 8192
#: Chance starts anew after so many results, for those are much alike.
_FROM_ONE_START = 5
#: So many repeated results in a row, and chance is not asked any more.
_REPEATS = 20


def streams(plan, trees, roots, rng=None, budget=budgets.UNLIMITED):
    """Yield, for each root, the combinations that serve a plan from its tree.

    They are tuples of providers, one for each slot of the plan, made as they
    are asked for. With `rng` in an order of chance. `budget` is checked where
    long work leads to no combination.
    """
    independent = plan.independent
    for root in roots:
        options = trees.options(root)
        if rng is not None:
            yield _by_chance(plan, trees, options, rng, budget)
        elif independent:
            yield itertools.product(*options)
        else:
            yield _all(plan, trees, options, budget)


def _all(plan, trees, options, budget):
    cells = subtree.cells(options, plan.subtrees, trees.parents, budget)
    for cell in cells:
        yield from _walk(
            constraints.create_all(plan, trees, cell), cell, budget
        )


def _by_chance(plan, trees, options, rng, budget):
    """Yield each combination once, the first ones far from each other."""

    def shuffled():
        return [rng.sample(providers, len(providers)) for providers in options]

    seen, repeats = set(), 0
    while repeats < _REPEATS:
        start = _all(plan, trees, shuffled(), budget)
        some = list(itertools.islice(start, _FROM_ONE_START))
        if not some:
            return
        for found in some:
            repeats = repeats + 1 if found in seen else 0
            if found not in seen:
                seen.add(found)
                yield found
    for found in _all(plan, trees, shuffled(), budget):
        if found not in seen:
            yield found


def _walk(heeded, options, budget):
    """Yield the choices that all of the constraints allow, depth first."""
    if not all(constraint.start() for constraint in heeded):
        return
    if not heeded:
        yield from itertools.product(*options)
        return
    chosen, patience = [], _PATIENCE
    untried = [iter(options[0])]
    while untried and patience:
        patience -= 1
        if not patience % _STEPS:
            budget.check()
        slot = len(chosen)
        provider = next(untried[-1], None)
        if provider is None:
            untried.pop()
            if chosen:
                _give_back(heeded, slot - 1, chosen.pop())
        elif _take(heeded, slot, provider):
            chosen.append(provider)
            if len(chosen) < len(options):
                untried.append(iter(options[slot + 1]))
                continue
            patience = _PATIENCE
            yield tuple(chosen)
            _give_back(heeded, slot, chosen.pop())
    if not patience:
        LOG.warning('A tree was left: its amounts are too hard to pack')


def _take(heeded, slot, provider):
    for number, constraint in enumerate(heeded):
        if not constraint.take(slot, provider):
            for earlier in heeded[:number]:
                earlier.give_back(slot, provider)
            return False
    return True


def _give_back(heeded, slot, provider):
    for constraint in heeded:
        constraint.give_back(slot, provider)
