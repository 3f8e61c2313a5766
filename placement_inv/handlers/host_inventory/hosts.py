"""`/hosts/`, each host, and the lists of hosts inside something."""

from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import generations
from placement_inv.handlers.host_inventory import host_body
from placement_inv.handlers.host_inventory import host_filters
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import pagination
from placement_inv.handlers.host_inventory import sublists
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import host as form
from placement_inv.objects.host_inventory import group
from placement_inv.objects.host_inventory import host
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.objects.host_inventory import transfer
from placement_inv.objects.host_inventory.grouping import association
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:hosts:read'
_WRITE = host_body.WRITE


@endpoint(_READ)
def index(req):
    """List all hosts."""
    with pagination.errors_of_hosts():
        return pagination.listed(
            req,
            lambda query: host.page(req.ctx, query, host_filters.asked(req)),
            host_body.row,
        )


@endpoint(_WRITE)
def create(req):
    """Create a host."""
    return _create(req, body.read(req))


@endpoint(_READ)
def show(req):
    """Show one host."""
    return generations.show(req, host.MODEL, host.get, host_body.detail)


@endpoint(_WRITE)
def replace(req):
    """Change a host; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE)
def change(req):
    """Change some fields of a host."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE)
def delete(req):
    """Delete a host."""
    host.delete(req.ctx, _key(req), generations.expected(req))
    return response.no_content()


@endpoint(_READ)
def index_of_inventory(req):
    """List the hosts of an inventory."""
    return host_filters.listed_in(
        req, host_inventory.MODEL, host.page_of_inventory
    )


@endpoint(_WRITE)
def post_to_inventory(req):
    """Create a host in an inventory, move one there, or delete one."""
    key = links.key(req, host_inventory.MODEL)
    inventory_id = host_inventory.resolve(req.ctx, key)
    return sublists.post(
        req,
        host.MODEL,
        lambda document: _create(req, {**document, 'inventory': inventory_id}),
        lambda host_id: transfer.take_host(req.ctx, inventory_id, host_id),
        lambda host_id: transfer.drop_host(req.ctx, inventory_id, host_id),
    )


@endpoint(_READ)
def index_of_group(req):
    """List the hosts that are in a group itself."""
    return host_filters.listed_in(req, group.MODEL, host.page_of_group)


@endpoint(_READ)
def index_below_group(req):
    """List the hosts in a group and in all groups below it."""
    return host_filters.listed_in(req, group.MODEL, host.page_below_group)


@endpoint('host_inventory:groups:write')
def post_to_group(req):
    """Create a host in a group, put one into it, or take one out."""
    group_id = group.resolve(req.ctx, links.key(req, group.MODEL))
    return sublists.post(
        req,
        host.MODEL,
        lambda document: _create_in_group(req, group_id, document),
        lambda host_id: association.add_host(req.ctx, group_id, host_id),
        lambda host_id: association.remove_host(req.ctx, group_id, host_id),
    )


def _create(req, document):
    values = form.FORM.read(document, req.version, Mode.CREATE)
    return _created(req, host.create(req.ctx, values))


def _create_in_group(req, group_id, document):
    req.ctx.can(_WRITE)
    # Which inventory it is, the group decides.
    values = form.FORM.read(
        {**document, 'inventory': group_id}, req.version, Mode.CREATE
    )
    made = association.create_host_in_group(req.ctx, group_id, values)
    return response.no_content() if made is None else _created(req, made)


def _created(req, made):
    return response.created(
        links.url(req, host_body.NOUN, made.id), host_body.detail(req, made)
    )


def _change(req, mode):
    values, expected = generations.asked(req, form.FORM, mode)
    changed = host.update(req.ctx, _key(req), values, expected)
    return response.json(host_body.detail(req, changed))


def _key(req):
    return links.key(req, host.MODEL)
