"""`/resource_providers/{uuid}/aggregates`."""

from placement_inv.handlers.placement import bodies
from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import aggregate as schema
from placement_inv.objects.placement import aggregate
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:resource_providers:aggregates'


@endpoint(f'{_RULE}:list', since=versions.AGGREGATES)
def list_of_provider(req):
    """List the aggregates of a provider."""
    return _answer(
        req, *aggregate.list_of_provider(req.ctx, req.path_items['uuid'])
    )


@endpoint(
    f'{_RULE}:update', since=versions.AGGREGATES, consumes=_JSON, produces=()
)
def replace(req):
    """Replace the aggregates of a provider by those in the body."""
    body = bodies.read_provider_body(req, schema.PUT)
    has_generation = req.version >= versions.AGGREGATES_GENERATION
    uuids_in_body = body['aggregates'] if has_generation else body
    aggregates = list(
        dict.fromkeys(uuids.normalize(uuid) for uuid in uuids_in_body)
    )
    if not has_generation:
        return _answer(
            req,
            aggregate.replace(req.ctx, req.path_items['uuid'], aggregates),
            aggregates,
        )
    provider = aggregate.replace_at_generation(
        req.ctx,
        req.path_items['uuid'],
        body['resource_provider_generation'],
        aggregates,
    )
    return _answer(req, provider, aggregates)


def _answer(req, provider, aggregates):
    body = {'aggregates': aggregates}
    if req.version >= versions.AGGREGATES_GENERATION:
        body['resource_provider_generation'] = provider.generation
    return response.json(body, headers=freshness.headers(req))
