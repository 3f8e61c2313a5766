"""`/inventory_sources/`, each source, and the sources of something."""

from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import group_body
from placement_inv.handlers.host_inventory import host_body
from placement_inv.handlers.host_inventory import host_filters
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import pagination
from placement_inv.handlers.host_inventory import source_body
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import (
    inventory_source as form,
)
from placement_inv.objects.host_inventory import group
from placement_inv.objects.host_inventory import host
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.objects.host_inventory import source
from placement_inv.objects.host_inventory.sources import tracking
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:sources:read'
_WRITE = source_body.WRITE
_SINCE = versions.INVENTORY_SOURCES


@endpoint(_READ, since=_SINCE)
def index(req):
    """List all inventory sources."""
    return pagination.listed(
        req, lambda query: source.page(req.ctx, query), source_body.row
    )


@endpoint(_WRITE, since=_SINCE)
def create(req):
    """Create an inventory source."""
    return _create(req, body.read(req))


@endpoint(_READ, since=_SINCE)
def show(req):
    """Show one inventory source."""
    found = source.get(req.ctx, key(req))
    return response.json(source_body.detail(req, found))


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
    """Delete a source; the hosts and groups it brought stay."""
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
        req.ctx, links.key(req, host_inventory.MODEL)
    )
    return _create(req, {**body.read(req), 'inventory': inventory_id})


@endpoint(_READ, since=_SINCE)
def index_of_host(req):
    """List the sources that a host came from."""
    return _list_in(req, host.MODEL, source.page_of_host)


@endpoint(_READ, since=_SINCE)
def index_of_group(req):
    """List the sources that a group came from."""
    return _list_in(req, group.MODEL, source.page_of_group)


@endpoint('host_inventory:hosts:read', since=_SINCE)
def index_hosts(req):
    """List the hosts that a source brought."""
    return host_filters.listed_in(req, source.MODEL, host.page_of_source)


@endpoint(host_body.WRITE, since=_SINCE)
def delete_hosts(req):
    """Delete every host that a source brought."""
    tracking.delete_hosts(req.ctx, key(req))
    return response.no_content()


@endpoint('host_inventory:groups:read', since=_SINCE)
def index_groups(req):
    """List the groups that a source brought."""
    return pagination.listed_in(
        req, source.MODEL, group.page_of_source, group_body.row
    )


@endpoint(group_body.WRITE, since=_SINCE)
def delete_groups(req):
    """Delete every group that a source brought, and nothing below it."""
    tracking.delete_groups(req.ctx, key(req))
    return response.no_content()


def key(req):
    """Return which source the path names."""
    return links.key(req, source.MODEL)


def _list_in(req, model, fetch):
    return pagination.listed_in(req, model, fetch, source_body.row)


def _create(req, document):
    values = form.read(document, req.version, Mode.CREATE)
    made = source.create(req.ctx, values)
    return response.created(
        links.url(req, source_body.NOUN, made.id),
        source_body.detail(req, made),
    )


def _change(req, mode):
    values = form.read(body.read(req), req.version, mode)
    changed = source.update(req.ctx, key(req), values)
    return response.json(source_body.detail(req, changed))
