"""`/resource_providers/{uuid}/inventories` and the inventory of one class."""

import itertools

from placement_inv.handlers.placement import bodies
from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import resource_provider
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import inventory as schema
from placement_inv.objects.placement import fitting
from placement_inv.objects.placement import inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:resource_providers:inventories'


@endpoint(f'{_RULE}:list')
def list_inventories(req):
    """List the inventories of a provider."""
    return _answer_all(
        req, *inventory.list_of_provider(req.ctx, req.path_items['uuid'])
    )


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def replace_inventories(req):
    """Replace the inventories of a provider by those in the body."""
    body = bodies.read_provider_body(req, schema.PUT_ALL)
    provider, inventories = inventory.replace(
        req.ctx,
        req.path_items['uuid'],
        body['resource_provider_generation'],
        list(itertools.starmap(parse, body['inventories'].items())),
        may_reserve_all=_may_reserve_all(req),
    )
    return _answer_all(req, provider, inventories)


@endpoint(
    f'{_RULE}:delete',
    since=versions.DELETE_ALL_INVENTORIES,
    otherwise=405,
    produces=(),
)
def delete_inventories(req):
    """Delete all inventories of a provider."""
    inventory.replace(req.ctx, req.path_items['uuid'], None, [])
    return response.no_content()


@endpoint(f'{_RULE}:create', consumes=_JSON, produces=())
def create_inventory(req):
    """Add the inventory of one more class."""
    body = bodies.read_provider_body(req, schema.POST)
    uuid = req.path_items['uuid']
    new_inventory = parse(body['resource_class'], body)
    provider = inventory.create(
        req.ctx, uuid, new_inventory, may_reserve_all=_may_reserve_all(req)
    )
    inventories_url = f'{resource_provider.url(req, uuid)}/inventories'
    return response.created_response(
        f'{inventories_url}/{new_inventory.resource_class}',
        _present_one(provider, new_inventory),
        headers=freshness.headers(req),
    )


@endpoint(f'{_RULE}:show')
def get_inventory(req):
    """Show the inventory of one class."""
    provider, one_inventory = inventory.get(
        req.ctx, req.path_items['uuid'], req.path_items['resource_class']
    )
    return _answer_one(req, provider, one_inventory)


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def update_inventory(req):
    """Change the inventory of one class."""
    body = bodies.read_provider_body(req, schema.PUT)
    new_inventory = parse(req.path_items['resource_class'], body)
    provider = inventory.update(
        req.ctx,
        req.path_items['uuid'],
        body['resource_provider_generation'],
        new_inventory,
        may_reserve_all=_may_reserve_all(req),
    )
    return _answer_one(req, provider, new_inventory)


@endpoint(f'{_RULE}:delete', produces=())
def delete_inventory(req):
    """Delete the inventory of one class."""
    inventory.delete(
        req.ctx, req.path_items['uuid'], req.path_items['resource_class']
    )
    return response.no_content()


def _may_reserve_all(req):
    return req.version >= versions.RESERVED_TOTAL


def parse(resource_class, amounts):
    """Return the Inventory that the amounts in a body describe."""
    columns = {
        # A body may write 8 as 8.0.
        name: amounts[name] if name == _RATIO else int(amounts[name])
        for name in fitting.AMOUNTS
        if name in amounts
    }
    return inventory.Inventory(resource_class, **columns)


_RATIO = 'allocation_ratio'


def _present(one_inventory):
    return {name: getattr(one_inventory, name) for name in fitting.AMOUNTS}


def _present_one(provider, one_inventory):
    return {
        **_present(one_inventory),
        'resource_provider_generation': provider.generation,
    }


def _answer_one(req, provider, one_inventory):
    return response.json(
        _present_one(provider, one_inventory),
        headers=freshness.headers(req, one_inventory.updated_at),
    )


def _answer_all(req, provider, inventories):
    return response.json(
        {
            'resource_provider_generation': provider.generation,
            'inventories': {
                each.resource_class: _present(each) for each in inventories
            },
        },
        headers=freshness.headers(
            req, *(each.updated_at for each in inventories)
        ),
    )
