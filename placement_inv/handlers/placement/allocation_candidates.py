"""`/allocation_candidates`."""

import dataclasses
import random

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions as features
from placement_inv.handlers.placement.schemas import (
    allocation_candidates as schema,
)
from placement_inv.objects.placement.candidates import budget
from placement_inv.objects.placement.candidates import parse
from placement_inv.objects.placement.candidates import request
from placement_inv.objects.placement.candidates import search
from placement_inv.web import response
from placement_inv.web import versions
from placement_inv.web.endpoint import endpoint

#: What each version added to the queries and answers of the one before.
_GROWTH = (
    (features.ALLOCATION_CANDIDATES, ()),
    (features.KEYED_ALLOCATIONS, ('keyed_allocations',)),
    (features.CANDIDATES_REQUIRED, ('traits',)),
    (features.FORBIDDEN_TRAITS, ('forbidden_traits',)),
    (features.REPEATED_MEMBER_OF, ('repeated_member_of',)),
    (features.FULL_SUMMARIES, ('all_classes',)),
    (features.NESTED_CANDIDATES, ('nested',)),
    (features.FORBIDDEN_AGGREGATES, ('forbidden_aggregates',)),
    (features.NAMED_GROUPS, ('named_groups',)),
    (features.MAPPINGS, ('mappings',)),
    (features.SAME_SUBTREE, ('same_subtree',)),
    (features.ANY_TRAITS, ('any_traits',)),
)


def _editions():
    edition = request.Capabilities()
    for version, more in _GROWTH:
        edition = dataclasses.replace(edition, **dict.fromkeys(more, True))
        yield version, edition


#: The request.Edition of a version.
edition_at = versions.by_version(*_editions())


@endpoint(
    'placement:allocation_candidates:list',
    since=features.ALLOCATION_CANDIDATES,
)
def find(req):
    """List the ways in which a request for resources could be served."""
    wanted = parse.parse(req.query(schema.GET), edition_at(req.version))
    options = req.ctx.conf.placement
    found = search.find(
        req.ctx, wanted, _settings(options), _budget(options, req)
    )
    return response.json(found, headers=freshness.headers(req))


def _settings(options):
    chance = options.randomize_allocation_candidates
    return request.Settings(
        strategy=options.allocation_candidates_generation_strategy,
        max_candidates=options.max_allocation_candidates,
        rng=random.SystemRandom() if chance else None,
    )


def _budget(options, req):
    return budget.Budget(
        seconds=options.allocation_candidates_time_limit,
        megabytes=options.allocation_candidates_memory_limit,
        client_has_left=req.client_has_left,
    )
