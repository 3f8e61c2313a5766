"""`/allocations`, those of a consumer, and a provider's `/allocations`."""

from oslo_utils import uuidutils

from placement_inv.handlers.placement import allocation_bodies
from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import allocation as schema
from placement_inv.objects.placement import allocation
from placement_inv.objects.placement import claims
from placement_inv.objects.placement import errors
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:allocations'


@endpoint(f'{_RULE}:list')
def list_of_consumer(req):
    """List the allocations of a consumer, by provider."""
    allocations = allocation.list_of_consumer(
        req.ctx, req.path_items['consumer_uuid']
    )
    providers = {}
    for each in allocations:
        at_provider = providers.setdefault(
            each.provider_uuid,
            {'generation': each.provider_generation, 'resources': {}},
        )
        at_provider['resources'][each.resource_class] = each.used
    body = {'allocations': providers}
    if allocations:
        body |= _present_consumer(req.version, allocations[0].consumer)
    return response.json(body, headers=_freshness(req, allocations))


def _present_consumer(version, consumer):
    body = {}
    if version >= versions.KEYED_ALLOCATIONS:
        body['project_id'] = consumer.owner.project
        body['user_id'] = consumer.owner.user
    if version >= versions.CONSUMER_GENERATIONS:
        body['consumer_generation'] = consumer.generation
    if version >= versions.CONSUMER_TYPES:
        body['consumer_type'] = consumer.type
    return body


@endpoint('placement:resource_providers:allocations:list')
def list_of_provider(req):
    """List the allocations at a provider, by consumer."""
    uuid = req.path_items['uuid']
    provider, allocations = allocation.list_of_provider(req.ctx, uuid)
    consumers = {}
    for each in allocations:
        of_consumer = consumers.setdefault(
            each.consumer.uuid, {'resources': {}}
        )
        of_consumer['resources'][each.resource_class] = each.used
        if req.version >= versions.CONSUMER_GENERATIONS:
            of_consumer['consumer_generation'] = each.consumer.generation
    return response.json(
        {
            'allocations': consumers,
            'resource_provider_generation': provider.generation,
        },
        headers=_freshness(req, allocations),
    )


def _freshness(req, allocations):
    return freshness.headers(req, *(each.created_at for each in allocations))


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def replace(req):
    """Replace the allocations of a consumer by those in the body."""
    uuid = req.path_items['consumer_uuid']
    if not uuidutils.is_uuid_like(uuid):
        raise errors.MalformedConsumer(uuid=uuid)
    uuid = uuids.normalize(uuid)
    claim = allocation_bodies.parse_claim(req, uuid, req.json(schema.PUT))
    claims.replace(req.ctx, [claim])
    return response.no_content()


@endpoint(
    f'{_RULE}:manage',
    since=versions.POST_ALLOCATIONS,
    consumes=_JSON,
    produces=(),
)
def replace_several(req):
    """Replace the allocations of several consumers by those in the body."""
    new_claims = allocation_bodies.parse_claims(req, req.json(schema.POST))
    claims.replace(req.ctx, new_claims)
    return response.no_content()


@endpoint(f'{_RULE}:delete', produces=())
def delete(req):
    """Delete the allocations of a consumer."""
    claims.delete(req.ctx, req.path_items['consumer_uuid'])
    return response.no_content()
