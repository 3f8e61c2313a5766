"""`/inventory_sources/`, each source, and the sources of other rows."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.groups import (
    representation as group_representation,
)
from placement_inv.handlers.host_inventory.hosts import host_filter
from placement_inv.handlers.host_inventory.hosts import (
    representation as host_representation,
)
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.sources import fields as form
from placement_inv.handlers.host_inventory.sources import representation
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.sources import tracking
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:sources:read'
_WRITE = representation.WRITE
_SINCE = versions.INVENTORY_SOURCES


@endpoint(_READ, since=_SINCE)
def index(req):
    """List all inventory sources."""
    return pagination.respond(
        req, lambda query: source.page(req.ctx, query), representation.row
    )


@endpoint(_WRITE, since=_SINCE)
def create(req):
    """Create an inventory source."""
    return _create(req, body.read(req))


@endpoint(_READ, since=_SINCE)
def show(req):
    """Show one inventory source."""
    row = source.get(req.ctx, key(req))
    return response.json(representation.detail(req, row))


@endpoint(_WRITE, since=_SINCE)
def replace(req):
    """Change a source; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE, since=_SINCE)
def change(req):
    """Change some fields of a source."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE, since=_SINCE)
def delete(req):
    """Delete a source; the hosts and groups that it created stay."""
    source.delete(req.ctx, key(req))
    return response.no_content()


@endpoint(_READ, since=_SINCE)
def index_of_inventory(req):
    """List the sources of an inventory."""
    return _list_in(req, host_inventory.MODEL, source.page_of_inventory)


@endpoint(_WRITE, since=_SINCE)
def create_in_inventory(req):
    """Create a source of the inventory that the path names."""
    inventory_id = host_inventory.resolve(
        req.ctx, urls.key(req, host_inventory.MODEL)
    )
    return _create(req, {**body.read(req), 'inventory': inventory_id})


@endpoint(_READ, since=_SINCE)
def index_of_host(req):
    """List the sources that manage a host."""
    return _list_in(req, host.MODEL, source.page_of_host)


@endpoint(_READ, since=_SINCE)
def index_of_group(req):
    """List the sources that manage a group."""
    return _list_in(req, group.MODEL, source.page_of_group)


@endpoint('host_inventory:hosts:read', since=_SINCE)
def index_hosts(req):
    """List the hosts that a source manages."""
    return host_filter.respond_inside(req, source.MODEL, host.page_of_source)


@endpoint(host_representation.WRITE, since=_SINCE)
def delete_hosts(req):
    """Delete every host that a source manages."""
    tracking.delete_hosts(req.ctx, key(req))
    return response.no_content()


@endpoint('host_inventory:groups:read', since=_SINCE)
def index_groups(req):
    """List the groups that a source manages."""
    return pagination.respond_inside(
        req, source.MODEL, group.page_of_source, group_representation.row
    )


@endpoint(group_representation.WRITE, since=_SINCE)
def delete_groups(req):
    """Delete every group that a source manages, but nothing below it."""
    tracking.delete_groups(req.ctx, key(req))
    return response.no_content()


def key(req):
    """Return the key of the source in the path."""
    return urls.key(req, source.MODEL)


def _list_in(req, model, fetch):
    return pagination.respond_inside(req, model, fetch, representation.row)


def _create(req, document):
    values = form.read(document, req.version, Mode.CREATE)
    row = source.create(req.ctx, values)
    return response.created_response(
        urls.url(req, representation.NOUN, row.id),
        representation.detail(req, row),
    )


def _change(req, mode):
    values = form.read(body.read(req), req.version, mode)
    row = source.update(req.ctx, key(req), values)
    return response.json(representation.detail(req, row))
