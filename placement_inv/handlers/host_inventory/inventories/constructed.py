"""`/constructed_inventories/` and the input inventories of an inventory."""

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import secrets
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.handlers.host_inventory.http import related_lists
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.inventories import (
    constructed_fields as form,
)
from placement_inv.handlers.host_inventory.inventories import representation
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.inventories import constructed
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:inventories:read'
_WRITE = representation.WRITE
_NOUN = representation.CONSTRUCTED
_SINCE = versions.CONSTRUCTED


@endpoint(_READ, since=_SINCE)
def index(req):
    """List constructed inventories."""
    return pagination.respond(
        req,
        lambda query: host_inventory.page_of_constructed(req.ctx, query),
        _row,
    )


@endpoint(_WRITE, since=_SINCE)
def create(req):
    """Create a constructed inventory with its source."""
    values = form.read(body.read(req), req.version, Mode.CREATE)
    inventory = host_inventory.create(
        req.ctx, values, hides_pending=versions.hides_pending(req)
    )
    return response.created_response(
        urls.url(req, _NOUN, inventory.id), _detail(req, inventory)
    )


@endpoint(_READ, since=_SINCE)
def show(req):
    """Show one constructed inventory."""
    inventory = _find(req)
    return etags.answer(req, inventory, _detail(req, inventory))


@endpoint(_WRITE, since=_SINCE)
def replace(req):
    """Change one; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(_WRITE, since=_SINCE)
def change(req):
    """Change some fields of a constructed inventory."""
    return _change(req, Mode.CHANGE)


@endpoint(_WRITE, since=_SINCE)
def delete(req):
    """Begin to delete a constructed inventory; its inputs stay."""
    deletion.schedule(req.ctx, _find(req).id, etags.precondition(req))
    return response.no_content(202)


@endpoint(_READ, since=_SINCE)
def index_inputs(req):
    """List the input inventories of an inventory, in their order."""
    return pagination.respond_inside(
        req,
        host_inventory.MODEL,
        host_inventory.page_of_inputs,
        representation.row,
    )


@endpoint(_WRITE, since=_SINCE)
def post_to_inputs(req):
    """Append an input inventory to an inventory, or remove one."""
    key = host_inventory.resolve(req.ctx, _key(req))
    return related_lists.post(
        req,
        host_inventory.MODEL,
        _refuse_to_create,
        lambda input_id: constructed.add_input(req.ctx, key, input_id),
        lambda input_id: constructed.remove_input(req.ctx, key, input_id),
    )


def _refuse_to_create(_document):
    raise errors.BadAssociation(reason="Inventory 'id' field is missing.")


def _find(req):
    inventory = host_inventory.get(req.ctx, _key(req))
    if not inventory_kinds.KINDS[inventory.kind].has_inputs:
        raise domain_errors.NoMatch(model=host_inventory.MODEL)
    return inventory


def _change(req, mode):
    inventory_before = _find(req)
    values, precondition = etags.read_body(req, form, mode)
    inventory = host_inventory.update(
        req.ctx,
        inventory_before.id,
        values,
        precondition,
        hides_pending=versions.hides_pending(req),
    )
    return response.json(_detail(req, inventory))


def _key(req):
    return urls.key(req, host_inventory.MODEL)


def _detail(req, inventory):
    return _with_source_settings(
        req, inventory, representation.detail(req, inventory, _NOUN)
    )


def _row(req, inventory):
    return _with_source_settings(
        req, inventory, representation.row(req, inventory, noun=_NOUN)
    )


def _with_source_settings(req, inventory, document):
    """Return a document with the source settings in place of the filter."""
    document.pop('host_filter')
    document.pop('host_filter_language')
    settings = inventory.constructed_settings or constructed.StoredSettings()
    return {
        **document,
        **form.OF_SOURCE.represent(
            settings, req.version, secrets.may_read(req, settings)
        ),
    }
