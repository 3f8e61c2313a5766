"""The capabilities of queries and candidates, by version."""

import dataclasses

from placement_inv.handlers.placement import versions as features
from placement_inv.objects.placement.candidates import request
from placement_inv.web import versions

#: The fields of Capabilities that each version adds.
_GROWTH = (
    (features.FIRST, ()),
    (features.KEYED_ALLOCATIONS, ('keyed_allocations',)),
    (features.CANDIDATES_REQUIRED, ('traits',)),
    (features.FORBIDDEN_TRAITS, ('forbidden_traits',)),
    (features.REPEATED_MEMBER_OF, ('repeated_member_of',)),
    (features.FULL_SUMMARIES, ('all_classes',)),
    (features.NESTED_CANDIDATES, ('nested_providers',)),
    (features.FORBIDDEN_AGGREGATES, ('forbidden_aggregates',)),
    (features.NAMED_GROUPS, ('named_groups',)),
    (features.MAPPINGS, ('mappings',)),
    (features.SAME_SUBTREE, ('same_subtree',)),
    (features.ANY_TRAITS, ('any_traits',)),
)


def _by_version():
    capabilities = request.Capabilities()
    for version, more in _GROWTH:
        capabilities = dataclasses.replace(
            capabilities, **dict.fromkeys(more, True)
        )
        yield version, capabilities


#: Takes a version, returns its request.Capabilities.
at_version = versions.by_version(*_by_version())
