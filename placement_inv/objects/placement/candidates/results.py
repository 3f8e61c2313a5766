"""The body of an answer: allocation requests and provider summaries."""

import itertools

import orjson

from placement_inv.objects.placement.candidates import budget as budgets
from placement_inv.objects.placement.candidates import request
from placement_inv.objects.placement.candidates import summaries


def present_combinations(
    capabilities, plan, combinations, rows, names, budget=budgets.UNLIMITED
):
    """Return the Candidates of combinations.

    `combinations` are tuples of provider ids, one for each slot of the plan;
    `rows` are those of `summaries`, by id, `names` those of the traits.
    """
    if not rows.keys() >= set().union(*combinations):
        # A provider was deleted after it was chosen.
        combinations = [c for c in combinations if rows.keys() >= set(c)]
    uuids = {provider: row[1] for provider, row in rows.items()}
    layouts = _Layouts(capabilities, plan)
    return request.Candidates(
        allocation_requests=layouts.write_all(combinations, uuids, budget),
        provider_summaries=summaries.render(
            _provider_rows(capabilities, plan, combinations, rows),
            capabilities,
            uuids,
            names,
        ),
    )


class _Layouts(dict):
    """The form of allocation requests, by which slots have the same provider.

    PERF: many combinations have the same pattern of slots, and differ in
    UUIDs only. A pattern has, for each slot, the number of the first slot
    with the same provider.
    """

    def __init__(self, capabilities, plan):
        super().__init__()
        self._capabilities = capabilities
        self._plan = plan

    def write_all(self, combinations, uuids, budget):
        """Return the allocation requests of combinations."""
        requests, rest = [], iter(combinations)
        while batch := list(itertools.islice(rest, budgets.BATCH)):
            budget.check()
            requests += [self.write(providers, uuids) for providers in batch]
        return requests

    def write(self, providers, uuids):
        """Return the allocation request of one combination."""
        resources, mappings = self[tuple(map(providers.index, providers))]
        return _request(
            self._capabilities,
            {uuids[providers[n]]: amounts for n, amounts in resources},
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
                _add_resources(resources.setdefault(first, {}), slot, names)
        self[pattern] = (
            [*resources.items()],
            [(suffix, [*numbers]) for suffix, numbers in mappings.items()],
        )
        return self[pattern]


def _add_resources(resources, slot, names):
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
    body = {
        'allocations': {
            uuid: {'resources': resources}
            for uuid, resources in allocations.items()
        }
    }
    if capabilities.mappings:
        body['mappings'] = mappings
    return body


def _provider_rows(capabilities, plan, combinations, rows):
    """Return the rows of the providers that the summaries show."""
    providers_to_show = set().union(*combinations)
    if not all(slot.amounts for slot in plan.slots):
        takers = [n for n, slot in enumerate(plan.slots) if slot.amounts]
        providers_to_show = {
            providers[n] for providers in combinations for n in takers
        }
    if not capabilities.nested_providers:
        return [rows[provider] for provider in sorted(providers_to_show)]
    # All providers of the trees are shown.
    roots = {rows[provider].root_provider_id for provider in providers_to_show}
    return [row for row in rows.values() if row.root_provider_id in roots]


#: Stands for the UUID of a provider in text that is serialized once.
_PLACEHOLDER = '<uuid>'


def present_single_providers(capabilities, plan, rows, names):
    """Return the Candidates where each provider serves everything alone.

    `rows` are those of `summaries`, `names` those of the traits.
    """
    resources = {}
    for slot in plan.slots:
        _add_resources(resources, slot, plan.class_names)
    mappings = {slot.suffix: [_PLACEHOLDER] for slot in plan.slots}
    # PERF: serialized once; each provider then costs one text, no objects.
    text = orjson.dumps(
        _request(capabilities, {_PLACEHOLDER: resources}, mappings)
    )
    text = text.decode()
    return request.Candidates(
        allocation_requests=[
            orjson.Fragment(text.replace(_PLACEHOLDER, row[1])) for row in rows
        ],
        provider_summaries=summaries.render(
            rows, capabilities, {row[0]: row[1] for row in rows}, names
        ),
    )
