"""`/bulk/host_upsert/`, `host_patch/` and `host_associate/`."""

import collections

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.handlers.host_inventory.fields.form import Mode
from placement_inv.handlers.host_inventory.hosts import bulk
from placement_inv.handlers.host_inventory.hosts import bulk_fields as forms
from placement_inv.handlers.host_inventory.hosts import representation
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import bulk_association
from placement_inv.objects.host_inventory.hosts.bulk import edit as bulk_edit
from placement_inv.web.endpoint import endpoint

_SINCE = versions.BULK_EDITS
_MAX = 'BULK_HOST_MAX_CREATE'


@endpoint(representation.WRITE, since=_SINCE)
def upsert(req):
    """Create hosts of an inventory, or change those that it has."""
    document, values, edits = _read(req, forms.UPSERT, forms.read_upsert)

    def work():
        bulk_edit.upsert(
            req.ctx,
            values['host_inventory_id'],
            edits,
            values['mode'] == forms.ATOMIC,
            forms.DEFAULTS,
        )
        return _results(req, values, edits)

    return bulk.answer_once(req, document, work)


@endpoint(representation.WRITE, since=_SINCE)
def patch(req):
    """Change hosts by their ids."""
    document, values, edits = _read(req, forms.PATCH, forms.read_patch)

    def work():
        bulk_edit.patch(req.ctx, edits, values['mode'] == forms.ATOMIC)
        return _results(req, values, edits)

    return bulk.answer_once(req, document, work)


@endpoint('host_inventory:groups:write', since=_SINCE)
def associate(req):
    """Put hosts into a group, or take them out."""
    document, values, edits = _read(req, forms.ASSOCIATE, forms.read_id)

    def work():
        bulk_association.associate(
            req.ctx,
            values['group'],
            edits,
            values['mode'] == forms.ATOMIC,
            removes=values['disassociate'],
        )
        return _results(req, values, edits)

    return bulk.answer_once(req, document, work)


def _read(req, form, read_item):
    """Return (the body, its values without the hosts, a HostEdit a host)."""
    document = body.read(req)
    if bulk.count(document) > req.ctx.conf.host_inventory.max_bulk_hosts:
        raise errors.TooManyHosts(setting=_MAX)
    values = form.read(document, req.version, Mode.CREATE)
    edits = [
        _read_edit(item, read_item, req.version)
        for item in values.pop('hosts')
    ]
    return document, values, edits


def _read_edit(item, read_item, version):
    try:
        return bulk_edit.HostEdit(read_item(item, version))
    except exceptions.InvalidFields as error:
        return bulk_edit.HostEdit({}, request_errors=error.fields)
    except field_types.InvalidValue as error:
        reasons = error.messages
        fields = reasons if isinstance(reasons, dict) else {'id': reasons}
        return bulk_edit.HostEdit({}, request_errors=fields)


def _results(req, values, edits):
    return {
        'mode': values['mode'],
        'counts': dict(collections.Counter(edit.status for edit in edits)),
        'results': [
            _result(req, place, edit) for place, edit in enumerate(edits)
        ],
    }


def _result(req, place, edit):
    result = {'index': place, 'status': edit.status, 'id': edit.id}
    if edit.errors:
        return {**result, 'errors': edit.errors}
    place = urls.url(req, representation.NOUN, edit.id)
    return {**result, 'name': edit.name, 'url': place}
