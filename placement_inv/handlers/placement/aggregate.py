"""`/resource_providers/{uuid}/aggregates`."""

from placement_inv.handlers.placement import bodies
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
    _provider, found = aggregate.list_of(req.ctx, req.path_items['uuid'])
    return response.json({'aggregates': found})


@endpoint(
    f'{_RULE}:update', since=versions.AGGREGATES, consumes=_JSON, produces=()
)
def replace(req):
    """Replace the aggregates of a provider by those in the body."""
    body = bodies.about_provider(req, schema.PUT)
    wanted = list(dict.fromkeys(uuids.normal(uuid) for uuid in body))
    aggregate.replace(req.ctx, req.path_items['uuid'], wanted)
    return response.json({'aggregates': wanted})
