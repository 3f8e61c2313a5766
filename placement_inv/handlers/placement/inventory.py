"""`/resource_providers/{uuid}/inventories` and the inventory of one class."""

from placement_inv import exceptions
from placement_inv.handlers.placement import bodies
from placement_inv.handlers.placement import freshness
from placement_inv.handlers.placement import resource_provider
from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.schemas import inventory as schema
from placement_inv.objects.placement import errors
from placement_inv.objects.placement import inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_JSON = ('application/json',)
_RULE = 'placement:resource_providers:inventories'


@endpoint(f'{_RULE}:list')
def get_inventories(req):
    """List the inventories of a provider."""
    found = inventory.list_of(req.ctx, req.path_items['uuid'])
    return _answer_all(req, *found)


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def set_inventories(req):
    """Replace the inventories of a provider by those in the body."""
    body = bodies.about_provider(req, schema.PUT_ALL)
    uuid = req.path_items['uuid']
    wanted = [
        parse(name, amounts) for name, amounts in body['inventories'].items()
    ]
    unknown_class = f'Unknown resource class in inventory for {_of(uuid)}'
    with (
        exceptions.during(
            'update conflict', errors.ProviderChanged, errors.InventoryInUse
        ),
        exceptions.during(unknown_class, errors.UnknownResourceClass),
        exceptions.during(
            f'Unable to update inventory for {_of(uuid)}',
            errors.InvalidInventoryCapacity,
        ),
    ):
        replaced = inventory.replace(
            req.ctx,
            uuid,
            body['resource_provider_generation'],
            wanted,
            may_reserve_all=_may_reserve_all(req),
        )
    return _answer_all(req, *replaced)


@endpoint(
    f'{_RULE}:delete',
    since=versions.DELETE_ALL_INVENTORIES,
    otherwise=405,
    produces=(),
)
def delete_inventories(req):
    """Replace the inventories of a provider by none."""
    uuid = req.path_items['uuid']
    changed = (
        f'Unable to delete inventory for {_of(uuid)} because the inventory '
        'was updated by another process'
    )
    with exceptions.during(changed, errors.ProviderChanged):
        inventory.replace(req.ctx, uuid, None, [])
    return response.no_content()


@endpoint(f'{_RULE}:create', consumes=_JSON, produces=())
def create_inventory(req):
    """Add the inventory of one more class."""
    body = bodies.about_provider(req, schema.POST)
    uuid = req.path_items['uuid']
    wanted = parse(body['resource_class'], body)
    with (
        exceptions.during('Update conflict', exceptions.Conflict),
        exceptions.during(
            f'Unable to create inventory for {_of(uuid)}', exceptions.Invalid
        ),
    ):
        provider = inventory.create(
            req.ctx, uuid, wanted, may_reserve_all=_may_reserve_all(req)
        )
    place = f'{resource_provider.url(req, uuid)}/inventories'
    return response.created_response(
        f'{place}/{wanted.resource_class}',
        _present_one(provider, wanted),
        headers=freshness.headers(req),
    )


@endpoint(f'{_RULE}:show')
def get_inventory(req):
    """Show the inventory of one class."""
    found = inventory.get(
        req.ctx, req.path_items['uuid'], req.path_items['resource_class']
    )
    return _answer_one(req, *found)


@endpoint(f'{_RULE}:update', consumes=_JSON, produces=())
def update_inventory(req):
    """Change the inventory of one class."""
    body = bodies.about_provider(req, schema.PUT)
    uuid = req.path_items['uuid']
    generation = body['resource_provider_generation']
    wanted = parse(req.path_items['resource_class'], body)
    missing = f'No inventory record with resource class for {_of(uuid)}'
    with (
        exceptions.during('update conflict', errors.ProviderChanged),
        exceptions.during(missing, errors.UnknownInventory),
        exceptions.during(
            f'Unable to update inventory for {_of(uuid)}',
            errors.InvalidInventoryCapacity,
        ),
    ):
        provider = inventory.update(
            req.ctx,
            uuid,
            generation,
            wanted,
            may_reserve_all=_may_reserve_all(req),
        )
    return _answer_one(req, provider, wanted)


@endpoint(f'{_RULE}:delete', produces=())
def delete_inventory(req):
    """Delete the inventory of one class."""
    uuid = req.path_items['uuid']
    name = req.path_items['resource_class']
    missing = f'No inventory of class {name} found for delete'
    with (
        exceptions.during(
            f'Unable to delete inventory of class {name}',
            exceptions.Conflict,
            code=exceptions.ConcurrentUpdate.code,
        ),
        exceptions.during(
            missing, errors.ResourceClassNotFound, errors.InventoryNotFound
        ),
    ):
        inventory.delete(req.ctx, uuid, name)
    return response.no_content()


def _of(uuid):
    return f'resource provider {uuid}'


def _may_reserve_all(req):
    return req.version >= versions.RESERVED_TOTAL


def parse(resource_class, amounts):
    """Return the Inventory that the amounts in a body describe."""
    wanted = {
        # A body may write 8 as 8.0.
        name: amounts[name] if name == _RATIO else int(amounts[name])
        for name in _AMOUNTS
        if name in amounts
    }
    return inventory.Inventory(resource_class, **wanted)


_RATIO = 'allocation_ratio'
_AMOUNTS = (
    'total',
    'reserved',
    'min_unit',
    'max_unit',
    'step_size',
    _RATIO,
)


def _present(found):
    return {name: getattr(found, name) for name in _AMOUNTS}


def _present_one(provider, found):
    return {
        **_present(found),
        'resource_provider_generation': provider.generation,
    }


def _answer_one(req, provider, found):
    return response.json(
        _present_one(provider, found),
        headers=freshness.headers(req, found.updated_at),
    )


def _answer_all(req, provider, inventories):
    return response.json(
        {
            'resource_provider_generation': provider.generation,
            'inventories': {
                found.resource_class: _present(found) for found in inventories
            },
        },
        headers=freshness.headers(
            req, *(found.updated_at for found in inventories)
        ),
    )
