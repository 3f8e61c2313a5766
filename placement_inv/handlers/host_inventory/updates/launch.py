"""`update` and `update_inventory_sources`: starts of updates."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.sources import handlers as sources
from placement_inv.handlers.host_inventory.updates import representation
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.web import errors as web_errors
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:updates:read'
_WRITE = representation.WRITE

_STARTED = 'started'
_NOT_STARTED = 'Could not start because `can_update` returned False'


@endpoint(_READ, since=versions.INVENTORY_SOURCES)
def show(req):
    """Tell whether a source can be updated."""
    inventory_source = source.get(req.ctx, sources.key(req))
    return response.json({'can_update': inventory_source.can_update})


@endpoint(_WRITE, since=versions.INVENTORY_SOURCES)
def start(req):
    """Start an update of a source; 405 where it cannot be updated."""
    update = launching.launch(req.ctx, sources.key(req))
    if update is None:
        raise web_errors.MethodNotAllowed(
            headers={'Allow': 'GET, HEAD, OPTIONS'}
        )
    return response.json(
        {
            'inventory_update': update.id,
            **representation.detail(req, update),
        },
        status=202,
        headers={'Location': urls.url(req, representation.NOUN, update.id)},
    )


@endpoint(_READ, since=versions.UPDATE_INVENTORY_SOURCES)
def show_all(req):
    """List the sources of an inventory, and which can be updated."""
    updatable = launching.list_updatable(
        req.ctx, urls.key(req, host_inventory.MODEL)
    )
    return response.json(
        [
            {'inventory_source': source_id, 'can_update': can_update}
            for source_id, can_update in updatable
        ]
    )


@endpoint(_WRITE, since=versions.UPDATE_INVENTORY_SOURCES)
def start_all(req):
    """Start an update of each source of an inventory that can be updated.

    200 if all start, 202 if some do, 400 if none does.
    """
    launches = launching.launch_all(
        req.ctx, urls.key(req, host_inventory.MODEL)
    )
    count = sum(one.update is not None for one in launches)
    status = 202
    if count in (0, len(launches)):
        status = 200 if count else 400
    return response.json(
        [_present(req, one) for one in launches], status=status
    )


def _present(req, launch):
    if launch.update is None:
        return {'inventory_source': launch.source_id, 'status': _NOT_STARTED}
    return {
        **representation.detail(req, launch.update),
        'inventory_source': launch.source_id,
        'status': _STARTED,
        'inventory_update': launch.update.id,
    }
