"""`/allocations/{consumer_uuid}` and a provider's `/allocations`."""

from oslo_utils import uuidutils

from placement_inv import exceptions
from placement_inv.handlers.placement import uuids
from placement_inv.handlers.placement.schemas import allocation as schema
from placement_inv.handlers.placement.schemas import formats
from placement_inv.objects.placement import allocation
from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import errors
from placement_inv.web import errors as http_errors
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:allocations'


@endpoint(f'{_RULE}:list')
def of_consumer(req):
    """List what a consumer holds, by provider."""
    found = allocation.of_consumer(req.ctx, req.path_items['consumer_uuid'])
    providers = {}
    for each in found:
        held = providers.setdefault(
            each.provider_uuid,
            {'generation': each.provider_generation, 'resources': {}},
        )
        held['resources'][each.resource_class] = each.used
    return response.json({'allocations': providers})


@endpoint('placement:resource_providers:allocations:list')
def against_provider(req):
    """List what is allocated at a provider, by consumer."""
    uuid = req.path_items['uuid']
    missing = f"Resource provider '{uuid}' not found"
    with exceptions.during(missing, errors.ResourceProviderNotFound):
        provider, found = allocation.against_provider(req.ctx, uuid)
    consumers = {}
    for each in found:
        held = consumers.setdefault(each.consumer_uuid, {'resources': {}})
        held['resources'][each.resource_class] = each.used
    return response.json(
        {
            'allocations': consumers,
            'resource_provider_generation': provider.generation,
        }
    )


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def replace(req):
    """Replace all that a consumer holds by what the body says."""
    uuid = req.path_items['consumer_uuid']
    if not uuidutils.is_uuid_like(uuid):
        raise errors.MalformedConsumer(uuid=uuid)
    uuid = uuids.normal(uuid)
    body = req.json(schema.PUT)
    changed = (
        'Inventory and/or allocations changed while attempting to allocate'
    )
    unknown = f'Unable to allocate inventory for consumer {uuid}'
    with (
        exceptions.during('Unable to allocate inventory', *_REFUSED),
        exceptions.during(unknown, errors.UnknownResourceClass),
        exceptions.during(changed, errors.ProviderChanged),
    ):
        allocation.replace(req.ctx, uuid, _owner(req, body), _wanted(body))
    return response.no_content()


@endpoint(f'{_RULE}:delete', produces=())
def delete(req):
    """Give back all that a consumer holds."""
    allocation.delete(req.ctx, req.path_items['consumer_uuid'])
    return response.no_content()


_REFUSED = (errors.InvalidAllocation,)


def _wanted(body):
    """Return {provider uuid: {resource class: amount}} of a list of them."""
    count = sum(len(each['resources']) for each in body['allocations'])
    if count > formats.MAX_ITEMS:
        raise http_errors.InvalidBody(
            reason=f'{count} amounts are more than {formats.MAX_ITEMS}',
            error=None,
        )
    return {
        each['resource_provider']['uuid']: {
            # A body may write 8 as 8.0.
            name: int(amount)
            for name, amount in each['resources'].items()
        }
        for each in body['allocations']
    }


def _owner(req, body):
    options = req.ctx.conf.placement
    return consumer.Owner(
        project=body.get('project_id', options.incomplete_consumer_project_id),
        user=body.get('user_id', options.incomplete_consumer_user_id),
    )
