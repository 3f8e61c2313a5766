"""The combinations of providers that serve a plan from one tree."""

import dataclasses
import itertools

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import constraints
from placement_inv.objects.placement.candidates import packing
from placement_inv.objects.placement.candidates import patience as patiences
from placement_inv.objects.placement.candidates import requirements
from placement_inv.objects.placement.candidates import subtree
from placement_inv.objects.placement.candidates import trees as provider_trees
from placement_inv.objects.placement.candidates import walk

#: How many results of one random start are used: they resemble each other.
_RESULTS_PER_START = 5
#: Repeated results in a row that end the random starts.
_REPEATS = 20


@dataclasses.dataclass(frozen=True, slots=True)
class _Search:
    """The search for the combinations that serve a plan."""

    plan: requirements.Plan
    trees: provider_trees.Forest
    budget: budgets.Budget
    patience: patiences.Patience
    #: The order of the slots in walks where amounts are hard to pack.
    order: packing.Order | None


def streams(plan, trees, roots, patience, rng=None, budget=budgets.UNLIMITED):
    """Yield, for each root, the combinations that serve a plan from its tree.

    A combination is a tuple of provider ids, one for each slot of the plan.
    Each root has a generator, which computes the next combination when it is
    needed. With `rng` they are in random order. `budget` is checked where
    long work leads to no combination; `patience` limits that work.
    """
    independent = plan.is_independent
    search = _Search(
        plan, trees, budget, patience, packing.largest_first(plan)
    )
    for root in roots:
        options = trees.options(root)
        if rng is not None:
            yield _walk_randomly(search, options, rng)
        elif independent:
            yield itertools.product(*options)
        else:
            yield _walk_cells(search, options)


def _walk_cells(search, options):
    cells = subtree.cells(
        options, search.plan.subtrees, search.trees.parents, search.budget
    )
    for cell in cells:
        yield from _walk_cell(search, cell)


def _walk_cell(search, options):
    """Yield the combinations from `options` that the constraints allow."""
    all_constraints = constraints.create_all(
        search.plan, search.trees, options
    )
    if not all_constraints:
        yield from itertools.product(*options)
        return
    order = search.order
    if order is None or not constraints.have_unequal_amounts(all_constraints):
        yield from walk.walk(
            all_constraints, options, search.patience, search.budget
        )
        return
    options = order.arrange(options)
    all_constraints = constraints.create_all(order.plan, search.trees, options)
    for choice in walk.walk(
        all_constraints, options, search.patience, search.budget
    ):
        yield order.restore(choice)


def _walk_randomly(search, options, rng):
    """Yield each combination once, in random order; the first ones differ."""

    def shuffle():
        return [rng.sample(providers, len(providers)) for providers in options]

    known_combinations, repeats = set(), 0
    while repeats < _REPEATS:
        stream = _walk_cells(search, shuffle())
        combinations = list(itertools.islice(stream, _RESULTS_PER_START))
        if not combinations:
            return
        for combination in combinations:
            repeats = repeats + 1 if combination in known_combinations else 0
            if combination not in known_combinations:
                known_combinations.add(combination)
                yield combination
    for combination in _walk_cells(search, shuffle()):
        if combination not in known_combinations:
            yield combination
