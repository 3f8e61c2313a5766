"""`/hosts/`, each host, and the lists of hosts below other rows."""

from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.hosts import fields as form
from placement_inv.handlers.host_inventory.hosts import host_filter
from placement_inv.handlers.host_inventory.hosts import representation
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import related_lists
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:hosts:read'
_WRITE = representation.WRITE


@endpoint(_READ)
def index(req):
    """List all hosts."""
    with pagination.translate_errors_of_hosts():
        return pagination.respond(
            req,
            lambda query: host.page(
                req.ctx, query, host_filter.parse_filter(req)
            ),
            representation.row,
        )


@endpoint(_WRITE)
def create(req):
    """Create a host."""
    return _create(req, body.read(req))


@endpoint(_READ)
def show(req):
    """Show one host."""
    return etags.show(req, host.MODEL, host.get, representation.detail)


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
    host.delete(req.ctx, _key(req), etags.precondition(req))
    return response.no_content()


@endpoint(_READ)
def index_of_inventory(req):
    """List the hosts of an inventory."""
    return host_filter.respond_inside(
        req, host_inventory.MODEL, host.page_of_inventory
    )


@endpoint(_WRITE)
def post_to_inventory(req):
    """Create a host in an inventory, move one there, or delete one."""
    key = urls.key(req, host_inventory.MODEL)
    inventory_id = host_inventory.resolve(req.ctx, key)
    return related_lists.post(
        req,
        host.MODEL,
        lambda document: _create(req, {**document, 'inventory': inventory_id}),
        lambda host_id: transfer.move_host_into(
            req.ctx, inventory_id, host_id
        ),
        lambda host_id: transfer.delete_host_from(
            req.ctx, inventory_id, host_id
        ),
    )


@endpoint(_READ)
def index_of_group(req):
    """List the hosts that a group contains directly."""
    return host_filter.respond_inside(req, group.MODEL, host.page_of_group)


@endpoint(_READ)
def index_below_group(req):
    """List the hosts of a group and of all groups below it."""
    return host_filter.respond_inside(req, group.MODEL, host.page_below_group)


@endpoint('host_inventory:groups:write')
def post_to_group(req):
    """Create a host in a group, add a host to it, or remove one."""
    group_id = group.resolve(req.ctx, urls.key(req, group.MODEL))
    return related_lists.post(
        req,
        host.MODEL,
        lambda document: _create_in_group(req, group_id, document),
        lambda host_id: association.add_host(req.ctx, group_id, host_id),
        lambda host_id: association.remove_host(req.ctx, group_id, host_id),
    )


def _create(req, document):
    values = form.FORM.read(document, req.version, Mode.CREATE)
    return _respond_created(req, host.create(req.ctx, values))


def _create_in_group(req, group_id, document):
    req.ctx.can(_WRITE)
    # The new host is in the inventory of the group. The form requires an
    # inventory, and `create_host_in_group` ignores its value.
    values = form.FORM.read(
        {**document, 'inventory': group_id}, req.version, Mode.CREATE
    )
    row = association.create_host_in_group(req.ctx, group_id, values)
    return response.no_content() if row is None else _respond_created(req, row)


def _respond_created(req, row):
    return response.created_response(
        urls.url(req, representation.NOUN, row.id),
        representation.detail(req, row),
    )


def _change(req, mode):
    values, precondition = etags.read_body(req, form.FORM, mode)
    row = host.update(req.ctx, _key(req), values, precondition)
    return response.json(representation.detail(req, row))


def _key(req):
    return urls.key(req, host.MODEL)
