"""`/allocation_candidates`."""

import random

from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import candidates as query
from placement_inv.handlers.placement.query import capabilities
from placement_inv.handlers.placement.schemas import (
    allocation_candidates as schema,
)
from placement_inv.objects.placement.candidates import budget
from placement_inv.objects.placement.candidates import request
from placement_inv.objects.placement.candidates import search
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

#: The headers of an answer that may lack candidates: the search ended early.
_INCOMPLETE = {'OpenStack-Placement-Candidates': 'incomplete'}


@endpoint(
    'placement:allocation_candidates:list',
    since=versions.ALLOCATION_CANDIDATES,
)
def list_candidates(req):
    """List allocations that would satisfy a request for resources."""
    candidates_request = query.parse(
        req.query(schema.GET), capabilities.at_version(req.version)
    )
    options = req.ctx.conf.placement
    candidates = search.find(
        req.ctx, candidates_request, _settings(options), _budget(options, req)
    )
    headers = freshness.headers(req)
    if not candidates.is_complete:
        headers = headers | _INCOMPLETE
    return response.json(candidates.body, headers=headers)


def _settings(options):
    is_random = options.randomize_allocation_candidates
    return request.Settings(
        strategy=options.allocation_candidates_generation_strategy,
        max_candidates=options.max_allocation_candidates,
        rng=random.SystemRandom() if is_random else None,
    )


def _budget(options, req):
    return budget.Budget(
        seconds=options.allocation_candidates_time_limit,
        megabytes=options.allocation_candidates_memory_limit,
        client_has_left=req.client_has_left,
    )
