"""`/inventories/` and each inventory of hosts."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.hosts import host_filter
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.inventories import fields as form
from placement_inv.handlers.host_inventory.inventories import representation
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import smart_membership
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:inventories:read'
_WRITE = representation.WRITE


@endpoint(_READ)
def index(req):
    """List inventories."""
    return pagination.respond(
        req,
        lambda query: host_inventory.page(req.ctx, query),
        representation.row,
    )


@endpoint(_READ, since=versions.WIDE_FILTERS)
def index_of_host(req):
    """List the smart inventories that contain a host."""
    return pagination.respond_inside(
        req, host.MODEL, smart_membership.page_of_host, representation.row
    )


@endpoint(_WRITE)
def create(req):
    """Create an inventory."""
    values = form.read(body.read(req), req.version, Mode.CREATE)
    inventory = host_inventory.create(
        req.ctx,
        values,
        host_filter.save_rules(req),
        versions.hides_pending(req),
    )
    return response.created_response(
        urls.url(req, representation.NOUN, inventory.id),
        representation.detail(req, inventory),
    )


@endpoint(_READ)
def show(req):
    """Show one inventory."""
    hides_pending = versions.hides_pending(req)
    return etags.show(
        req,
        host_inventory.MODEL,
        lambda ctx, inventory_key: host_inventory.get(
            ctx, inventory_key, hides_pending
        ),
        representation.detail,
    )


@endpoint(_WRITE)
def replace(req):
    """Change an inventory; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE)
def change(req):
    """Change some fields of an inventory."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE, until=versions.BACKGROUND_DELETION)
def delete_at_once(req):
    """Delete an inventory with all that is in it."""
    host_inventory.delete(req.ctx, key(req))
    return response.no_content()


@endpoint(_WRITE, since=versions.BACKGROUND_DELETION)
def delete(req):
    """Begin to delete an inventory with all that is in it."""
    deletion.schedule(req.ctx, key(req), etags.precondition(req))
    return response.no_content(202)


def key(req):
    """Return the key of the inventory in the path."""
    return urls.key(req, host_inventory.MODEL)


def _change(req, mode):
    values, precondition = etags.read_body(req, form, mode)
    inventory = host_inventory.update(
        req.ctx,
        key(req),
        values,
        precondition,
        host_filter.save_rules(req),
        versions.hides_pending(req),
    )
    return response.json(representation.detail(req, inventory))
