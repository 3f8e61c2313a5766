"""How the chosen providers are written down: the body of an answer."""

import itertools

import orjson

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import request
from placement_inv.objects.placement.candidates import summaries


def of_combinations(
    capabilities, plan, chosen, rows, names, budget=budgets.UNLIMITED
):
    """Return the Candidates of combinations.

    `chosen` are tuples of provider ids, one for each slot of the plan;
    `rows` are those of `summaries`, by id, `names` those of the traits.
    """
    if not rows.keys() >= set().union(*chosen):
        # Somebody has deleted a provider since it was chosen.
        chosen = [c for c in chosen if rows.keys() >= set(c)]
    uuids = {provider: row[1] for provider, row in rows.items()}
    layouts = _Layouts(capabilities, plan)
    return request.Candidates(
        allocation_requests=layouts.write_all(chosen, uuids, budget),
        provider_summaries=summaries.render(
            _provider_rows(capabilities, plan, chosen, rows),
            capabilities,
            uuids,
            names,
        ),
    )


class _Layouts(dict):
    """How combinations are written down, by which slots share a provider.

    PERF: many combinations have the same pattern of slots, and then differ
    in nothing but UUIDs. A pattern has, for each slot, the number of the
    first slot with the same provider.
    """

    def __init__(self, capabilities, plan):
        super().__init__()
        self._edition = capabilities
        self._plan = plan

    def write_all(self, chosen, uuids, budget):
        """Return the allocation requests of combinations."""
        requests, left = [], iter(chosen)
        while batch := list(itertools.islice(left, budgets.BATCH)):
            budget.check()
            requests += [self.written(providers, uuids) for providers in batch]
        return requests

    def written(self, providers, uuids):
        """Return the allocation request of one combination."""
        resources, mappings = self[tuple(map(providers.index, providers))]
        return _request(
            self._edition,
            {uuids[providers[n]]: taken for n, taken in resources},
            {
                suffix: [uuids[providers[n]] for n in numbers]
                for suffix, numbers in mappings
            },
        )

    def __missing__(self, pattern):
        names = self._plan.class_names
        resources, mappings = {}, {}
        for slot, first in zip(self._plan.slots, pattern, strict=True):
            mappings.setdefault(slot.suffix, {})[first] = None
            if slot.amounts:
                _add(resources.setdefault(first, {}), slot, names)
        self[pattern] = (
            [*resources.items()],
            [(suffix, [*numbers]) for suffix, numbers in mappings.items()],
        )
        return self[pattern]


def _add(resources, slot, names):
    for class_id, amount in slot.amounts:
        name = names[class_id]
        resources[name] = resources.get(name, 0) + amount


def _request(capabilities, allocations, mappings):
    if not capabilities.keyed_allocations:
        return {
            'allocations': [
                {'resource_provider': {'uuid': uuid}, 'resources': resources}
                for uuid, resources in allocations.items()
            ]
        }
    written = {
        'allocations': {
            uuid: {'resources': resources}
            for uuid, resources in allocations.items()
        }
    }
    if capabilities.mappings:
        written['mappings'] = mappings
    return written


def _provider_rows(capabilities, plan, chosen, rows):
    """Return the rows of the providers that the summaries show."""
    used = set().union(*chosen)
    if not all(slot.amounts for slot in plan.slots):
        takers = [n for n, slot in enumerate(plan.slots) if slot.amounts]
        used = {providers[n] for providers in chosen for n in takers}
    if not capabilities.nested:
        return [rows[provider] for provider in sorted(used)]
    # A provider means little without its tree.
    roots = {rows[provider].root_provider_id for provider in used}
    return [row for row in rows.values() if row.root_provider_id in roots]


#: Stands for the provider's UUID where one text is made for many.
_ANY = '<uuid>'


def of_single_providers(capabilities, plan, rows, names):
    """Return the Candidates where each provider serves everything alone.

    `rows` are those of `summaries`, `names` those of the traits.
    """
    resources = {}
    for slot in plan.slots:
        _add(resources, slot, plan.class_names)
    mappings = {slot.suffix: [_ANY] for slot in plan.slots}
    # PERF: written once; each provider then costs one text, no objects.
    text = orjson.dumps(_request(capabilities, {_ANY: resources}, mappings))
    text = text.decode()
    return request.Candidates(
        allocation_requests=[
            orjson.Fragment(text.replace(_ANY, row[1])) for row in rows
        ],
        provider_summaries=summaries.render(
            rows, capabilities, {row[0]: row[1] for row in rows}, names
        ),
    )
