"""`/inventories/{id}/copy/`: another inventory with the same in it."""

from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import inventories
from placement_inv.handlers.host_inventory import inventory_body
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import copy as form
from placement_inv.objects.host_inventory import copying
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_SINCE = versions.BULK_HOSTS


@endpoint('host_inventory:inventories:read', since=_SINCE)
def show(req):
    """Say whether the caller can copy an inventory."""
    host_inventory.resolve(req.ctx, inventories.key(req))
    return response.json({'can_copy': req.ctx.may(inventory_body.WRITE)})


@endpoint(inventory_body.WRITE, since=_SINCE)
def create(req):
    """Copy an inventory with its hosts and groups, under another name."""
    values = form.FORM.read(body.read(req), req.version, Mode.CREATE)
    made = copying.copy(
        req.ctx,
        inventories.key(req),
        values['name'],
        versions.hides_pending(req),
    )
    return response.created(
        links.url(req, inventory_body.NOUN, made.id),
        inventory_body.detail(req, made),
    )
