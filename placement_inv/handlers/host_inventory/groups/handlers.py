"""`/groups/`, each group, and the lists of groups below other rows."""

from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.groups import fields as form
from placement_inv.handlers.host_inventory.groups import representation
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import related_lists
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.groups import (
    deletion as group_deletion,
)
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.groups import transfer
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:groups:read'
_WRITE = representation.WRITE


@endpoint(_READ)
def index(req):
    """List all groups."""
    return _answer(req, lambda query: group.page(req.ctx, query))


@endpoint(_WRITE)
def create(req):
    """Create a group."""
    return _create(req, body.read(req))


@endpoint(_READ)
def show(req):
    """Show one group."""
    return etags.show(req, group.MODEL, group.get, representation.detail)


@endpoint(_WRITE)
def replace(req):
    """Change a group; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE)
def change(req):
    """Change some fields of a group."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE)
def delete(req):
    """Delete a group with the groups and hosts that are in no other group."""
    group_deletion.delete(req.ctx, _key(req), etags.precondition(req))
    return response.no_content()


@endpoint(_READ)
def index_of_inventory(req):
    """List the groups of an inventory."""
    key = urls.key(req, host_inventory.MODEL)
    return _answer(
        req, lambda query: group.page_of_inventory(req.ctx, key, query)
    )


@endpoint(_READ)
def index_of_roots(req):
    """List the groups of an inventory that have no parent."""
    key = urls.key(req, host_inventory.MODEL)
    return _answer(req, lambda query: group.page_of_roots(req.ctx, key, query))


@endpoint(_WRITE)
def post_to_inventory(req):
    """Create a group in an inventory, move one there, or delete one."""
    key = urls.key(req, host_inventory.MODEL)
    inventory_id = host_inventory.resolve(req.ctx, key)
    return related_lists.post(
        req,
        group.MODEL,
        lambda document: _create(req, {**document, 'inventory': inventory_id}),
        lambda group_id: transfer.move_group_into(
            req.ctx, inventory_id, group_id
        ),
        lambda group_id: transfer.delete_group_from(
            req.ctx, inventory_id, group_id
        ),
    )


@endpoint(_READ)
def index_of_children(req):
    """List the children of a group."""
    return _list_in(req, group.MODEL, group.page_of_children)


@endpoint(_READ)
def index_of_potential_children(req):
    """List the groups that can become children of a group."""
    return _list_in(req, group.MODEL, group.page_of_potential_children)


@endpoint(_WRITE)
def post_to_children(req):
    """Create a child of a group, add a group as a child, or remove one."""
    parent = group.resolve(req.ctx, _key(req))
    return related_lists.post(
        req,
        group.MODEL,
        lambda document: _create_with(
            req, document, parent, association.create_child
        ),
        lambda child: association.add_child(req.ctx, parent, child),
        lambda child: association.remove_child(req.ctx, parent, child),
        # As in AWX: a request that names no child deletes the parent.
        lambda: transfer.delete_group_alone(req.ctx, parent),
    )


@endpoint(_READ)
def index_of_host(req):
    """List the groups that contain a host directly."""
    return _list_in(req, host.MODEL, group.page_of_host)


@endpoint(_READ)
def index_above_host(req):
    """List the groups of a host and all their ancestors."""
    return _list_in(req, host.MODEL, group.page_above_host)


@endpoint(_WRITE)
def post_to_host(req):
    """Create a group with a host, or add the host to a group or remove it."""
    host_id = host.resolve(req.ctx, urls.key(req, host.MODEL))
    return related_lists.post(
        req,
        group.MODEL,
        lambda document: _create_with(
            req, document, host_id, association.create_group_of_host
        ),
        lambda group_id: association.add_host(
            req.ctx, group_id, host_id, association.InPath.MEMBER
        ),
        lambda group_id: association.remove_host(
            req.ctx, group_id, host_id, association.InPath.MEMBER
        ),
    )


def _answer(req, fetch):
    return pagination.respond(req, fetch, representation.row)


def _list_in(req, model, fetch):
    return pagination.respond_inside(req, model, fetch, representation.row)


def _create(req, document):
    values = form.FORM.read(document, req.version, Mode.CREATE)
    return _respond_created(req, group.create(req.ctx, values))


def _create_with(req, document, other_id, create):
    # The new group is in the inventory of the other row. The form requires
    # an inventory, and `create` ignores its value.
    values = form.FORM.read(
        {**document, 'inventory': other_id}, req.version, Mode.CREATE
    )
    return _respond_created(req, create(req.ctx, other_id, values))


def _respond_created(req, row):
    return response.created_response(
        urls.url(req, representation.NOUN, row.id),
        representation.detail(req, row),
    )


def _change(req, mode):
    values, precondition = etags.read_body(req, form.FORM, mode)
    row = group.update(req.ctx, _key(req), values, precondition)
    return response.json(representation.detail(req, row))


def _key(req):
    return urls.key(req, group.MODEL)
