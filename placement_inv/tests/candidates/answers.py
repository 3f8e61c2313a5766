"""Answers to requests for candidates, in a form that can be compared."""

import collections

import orjson


def decoded(candidates):
    """Return the body of the engine's answer as clients see it."""
    return orjson.loads(orjson.dumps(candidates))


def of_body(body):
    """Return a Counter of the (allocations, mappings) of a body.

    Both are as the evaluator has them; before versions that show mappings
    they are empty.
    """
    return collections.Counter(
        (_allocations(entry), _mappings(entry))
        for entry in body['allocation_requests']
    )


def without_mappings(candidates):
    """Return a Counter of the evaluator's candidates as old versions do."""
    return collections.Counter(
        (allocations, frozenset()) for allocations, _mappings in candidates
    )


def _allocations(entry):
    allocations = entry['allocations']
    if isinstance(allocations, list):
        allocations = {
            item['resource_provider']['uuid']: item for item in allocations
        }
    return frozenset(
        (uuid, name, amount)
        for uuid, item in allocations.items()
        for name, amount in item['resources'].items()
    )


def _mappings(entry):
    return frozenset(
        (suffix, frozenset(uuids))
        for suffix, uuids in entry.get('mappings', {}).items()
    )


def summaries(body):
    """Return the summaries of a body, traits in order."""
    return {
        uuid: {**summary, 'traits': sorted(summary.get('traits', ()))}
        for uuid, summary in body['provider_summaries'].items()
    }
