"""`/inventories/` and each inventory of hosts."""

from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import generations
from placement_inv.handlers.host_inventory import host_filters
from placement_inv.handlers.host_inventory import inventory_body
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import pagination
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import (
    host_inventory as form,
)
from placement_inv.objects.host_inventory import deletion
from placement_inv.objects.host_inventory import host
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.objects.host_inventory.host_filter import smart_membership
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:inventories:read'
_WRITE = inventory_body.WRITE


@endpoint(_READ)
def index(req):
    """List inventories."""
    return pagination.listed(
        req,
        lambda query: host_inventory.page(req.ctx, query),
        inventory_body.row,
    )


@endpoint(_READ, since=versions.WIDE_FILTERS)
def index_of_host(req):
    """List the smart inventories that contain a host."""
    return pagination.listed_in(
        req, host.MODEL, smart_membership.page_of_host, inventory_body.row
    )


@endpoint(_WRITE)
def create(req):
    """Create an inventory."""
    values = form.read(body.read(req), req.version, Mode.CREATE)
    made = host_inventory.create(
        req.ctx,
        values,
        host_filters.spoken_at(req.version),
        versions.hides_pending(req),
    )
    return response.created(
        links.url(req, inventory_body.NOUN, made.id),
        inventory_body.detail(req, made),
    )


@endpoint(_READ)
def show(req):
    """Show one inventory."""
    hides_pending = versions.hides_pending(req)
    return generations.show(
        req,
        host_inventory.MODEL,
        lambda ctx, named: host_inventory.get(ctx, named, hides_pending),
        inventory_body.detail,
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
    deletion.schedule(req.ctx, key(req), generations.expected(req))
    return response.no_content(202)


def key(req):
    """Return which inventory the path names."""
    return links.key(req, host_inventory.MODEL)


def _change(req, mode):
    values, expected = generations.asked(req, form, mode)
    changed = host_inventory.update(
        req.ctx,
        key(req),
        values,
        expected,
        host_filters.spoken_at(req.version),
        versions.hides_pending(req),
    )
    return response.json(inventory_body.detail(req, changed))
