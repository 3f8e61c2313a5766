"""The entry point of the engine: from a Request to its Candidates."""

import dataclasses
import itertools
import logging

from placement_inv.db import transactions
from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import (
    combinations as tree_combinations,
)
from placement_inv.objects.placement.candidates import names as request_names
from placement_inv.objects.placement.candidates import order
from placement_inv.objects.placement.candidates import patience as patiences
from placement_inv.objects.placement.candidates import request as values
from placement_inv.objects.placement.candidates import requirements
from placement_inv.objects.placement.candidates import results
from placement_inv.objects.placement.candidates import sharing_providers
from placement_inv.objects.placement.candidates import single_provider
from placement_inv.objects.placement.candidates import summaries
from placement_inv.objects.placement.candidates import tree_query

LOG = logging.getLogger(__name__)

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
    search = _Search(plan, sharers, settings, limit, budget)
    candidates = _present(
        ctx, request.capabilities, plan, search.choose(ctx), limit, budget
    )
    ended_walks = search.patience.ended_walks
    if not ended_walks:
        return candidates
    LOG.warning(
        'A search for allocation candidates ended early in %d places: the '
        'amounts of its %d groups are too hard to pack',
        ended_walks,
        len(request.groups),
    )
    return dataclasses.replace(candidates, is_complete=False)


@dataclasses.dataclass(frozen=True, slots=True)
class _Search:
    """The search through trees."""

    plan: requirements.Plan
    sharers: sharing_providers.Sharers
    settings: values.Settings
    limit: int | None
    budget: budgets.Budget
    patience: patiences.Patience = dataclasses.field(
        default_factory=patiences.Patience
    )

    def choose(self, ctx):
        """Return the combinations to answer with: tuples of provider ids."""
        rng, strategy = self.settings.rng, self.settings.strategy
        if rng is not None and self.limit is not None:
            # Every tree must have its turn, however many candidates it has.
            strategy = values.BREADTH_FIRST
        combinations = order.drop_repeats(
            order.take_turns(strategy, self._streams(ctx)),
            self.sharers.may_repeat,
            self.budget,
        )
        chosen_combinations = _take(
            combinations, self.limit, len(self.plan.slots), self.budget
        )
        if rng is not None:
            rng.shuffle(chosen_combinations)
        return chosen_combinations

    def _streams(self, ctx):
        """Return the combinations of each tree, an iterable of generators."""
        if self.limit is not None and self.settings.rng is None:
            return self._stream_first_trees(ctx)
        trees = tree_query.read(ctx, self.plan, self.sharers)
        rng = None if self.limit is None else self.settings.rng
        return self._stream_trees(trees, rng)

    def _stream_first_trees(self, ctx):
        """Yield the combinations of one tree after the other.

        The first statement reads as many trees as are probably needed,
        a second one reads all others.
        """
        size = self.limit + _SPARE_TREES
        trees = tree_query.read(ctx, self.plan, self.sharers, at_most=size)
        yield from self._stream_trees(trees)
        roots = trees.find_roots()
        if len(roots) == size:
            rest = tree_query.read(
                ctx, self.plan, self.sharers, after=roots[-1]
            )
            yield from self._stream_trees(rest)

    def _stream_trees(self, trees, rng=None):
        self.budget.check()
        roots = trees.find_roots()
        if rng is not None:
            rng.shuffle(roots)
        return tree_combinations.streams(
            self.plan, trees, roots, self.patience, rng, self.budget
        )


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
