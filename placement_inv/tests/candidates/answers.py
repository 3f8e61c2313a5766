"""Converts responses with candidates into comparable values."""

import collections

import orjson


def decode(candidates):
    """Return the engine's result as the JSON that clients get."""
    return orjson.loads(orjson.dumps(candidates.body))


def count_candidates(body):
    """Return a Counter of the (allocations, mappings) of a body.

    Both have the evaluator's format. At versions without mappings, mappings
    are empty.
    """
    return collections.Counter(
        (_allocations(entry), _mappings(entry))
        for entry in body['allocation_requests']
    )


def remove_mappings(candidates):
    """Return a Counter of the evaluator's candidates with empty mappings."""
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
    """Return the summaries of a body, with sorted traits."""
    return {
        uuid: {**summary, 'traits': sorted(summary.get('traits', ()))}
        for uuid, summary in body['provider_summaries'].items()
    }
