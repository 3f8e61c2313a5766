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
    return _answer(req, *aggregate.list_of(req.ctx, req.path_items['uuid']))


@endpoint(
    f'{_RULE}:update', since=versions.AGGREGATES, consumes=_JSON, produces=()
)
def replace(req):
    """Replace the aggregates of a provider by those in the body."""
    body = bodies.about_provider(req, schema.PUT)
    guarded = req.version >= versions.AGGREGATES_GENERATION
    named = body['aggregates'] if guarded else body
    wanted = list(dict.fromkeys(uuids.normal(uuid) for uuid in named))
    if not guarded:
        return _answer(
            req,
            aggregate.replace(req.ctx, req.path_items['uuid'], wanted),
            wanted,
        )
    provider = aggregate.replace_known(
        req.ctx,
        req.path_items['uuid'],
        body['resource_provider_generation'],
        wanted,
    )
    return _answer(req, provider, wanted)


def _answer(req, provider, found):
    body = {'aggregates': found}
    if req.version >= versions.AGGREGATES_GENERATION:
        body['resource_provider_generation'] = provider.generation
    return response.json(body, headers=freshness.headers(req))
