"""`/inventories/{id}/copy/`: copies of an inventory with its content."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.inventories import (
    copy_fields as form,
)
from placement_inv.handlers.host_inventory.inventories import (
    handlers as inventories,
)
from placement_inv.handlers.host_inventory.inventories import representation
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_SINCE = versions.BULK_HOSTS


@endpoint('host_inventory:inventories:read', since=_SINCE)
def show(req):
    """Tell whether the caller can copy an inventory."""
    host_inventory.resolve(req.ctx, inventories.key(req))
    return response.json({'can_copy': req.ctx.may(representation.WRITE)})


@endpoint(representation.WRITE, since=_SINCE)
def create(req):
    """Copy an inventory with its hosts and groups, under another name."""
    values = form.FORM.read(body.read(req), req.version, Mode.CREATE)
    inventory = copying.copy(
        req.ctx,
        inventories.key(req),
        values['name'],
        versions.hides_pending(req),
    )
    return response.created_response(
        urls.url(req, representation.NOUN, inventory.id),
        representation.detail(req, inventory),
    )
