"""`/inventories/` and each inventory of hosts."""

from placement_inv.handlers.host_inventory import body
from placement_inv.handlers.host_inventory import generations
from placement_inv.handlers.host_inventory import host_filters
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import pagination
from placement_inv.handlers.host_inventory import present
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import Mode
from placement_inv.handlers.host_inventory.schemas import (
    host_inventory as form,
)
from placement_inv.objects.host_inventory import deletion
from placement_inv.objects.host_inventory import host_inventory
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

_READ = 'host_inventory:inventories:read'
WRITE = 'host_inventory:inventories:write'
NOUN = 'inventories'
_RELATED_OF_ALL = (
    *links.always('hosts', 'variable_data', 'script'),
    ('ansible_facts', versions.FACTS_IN_BATCHES),
    ('copy', versions.BULK_HOSTS),
)
#: What a regular inventory has and a smart one has not.
RELATED = (
    *_RELATED_OF_ALL,
    *links.always('groups', 'root_groups', 'tree'),
    ('inventory_sources', versions.INVENTORY_SOURCES),
    ('update_inventory_sources', versions.UPDATE_INVENTORY_SOURCES),
)


@endpoint(_READ)
def index(req):
    """List inventories."""
    page = host_inventory.page(req.ctx, pagination.query(req))
    return pagination.answer(req, page, row)


@endpoint(WRITE)
def create(req):
    """Create an inventory."""
    values = form.FORM.read(body.read(req), req.version, Mode.CREATE)
    made = host_inventory.create(
        req.ctx, values, host_filters.spoken_at(req.version)
    )
    return response.created(links.url(req, NOUN, made.id), detail(req, made))


@endpoint(_READ)
def show(req):
    """Show one inventory."""
    found = host_inventory.get(req.ctx, key(req))
    return generations.answer(req, found, detail(req, found))


@endpoint(WRITE)
def replace(req):
    """Change an inventory; fields left out go back to their defaults."""
    return _change(req, Mode.REPLACE)


@endpoint(WRITE)
def change(req):
    """Change some fields of an inventory."""
    return _change(req, Mode.CHANGE)


@endpoint(WRITE, until=versions.BACKGROUND_DELETION)
def delete_at_once(req):
    """Delete an inventory with all that is in it."""
    host_inventory.delete(req.ctx, key(req))
    return response.no_content()


@endpoint(WRITE, since=versions.BACKGROUND_DELETION)
def delete(req):
    """Begin to delete an inventory with all that is in it."""
    deletion.schedule(req.ctx, key(req), generations.expected(req))
    return response.no_content(202)


def key(req):
    """Return which inventory the path names."""
    return links.key(req, host_inventory.MODEL)


def _change(req, mode):
    values = form.FORM.read(body.read(req), req.version, mode)
    expected = generations.expected(req, values.pop('generation', None))
    changed = host_inventory.update(
        req.ctx,
        key(req),
        values,
        expected,
        host_filters.spoken_at(req.version),
    )
    return response.json(detail(req, changed))


def detail(req, shown):
    organization = shown.organization.name if shown.organization else ''
    return row(
        req, shown, links.named_url(req, NOUN, shown.name, organization)
    )


def row(req, shown, named=None):
    """Return an inventory as lists show it."""
    return {
        **present.identity(
            req,
            shown,
            NOUN,
            'inventory',
            {**(named or {}), **_related(req, shown)},
            _summary_fields(req, shown),
        ),
        'organization': shown.organization and shown.organization.id,
        **_smart(req, shown),
        'variables': shown.variables,
        **present.inventory_totals(shown.totals),
        'prevent_instance_group_fallback': (
            shown.prevent_instance_group_fallback
        ),
        **_deletion(req, shown),
        **generations.shown(req, shown),
    }


def _smart(req, shown):
    if req.version < versions.SMART_INVENTORIES:
        return {}
    fields = {'kind': shown.kind, 'host_filter': shown.host_filter}
    if req.version >= versions.WIDE_FILTERS:
        language = shown.host_filter and shown.host_filter_language
        fields['host_filter_language'] = language
    return fields


def _deletion(req, shown):
    if req.version < versions.BACKGROUND_DELETION:
        return {}
    progress = (
        {
            # The hosts of a smart inventory are of others, and stay.
            'hosts_left': 0 if shown.kind else shown.totals.hosts,
            'started': present.moment(shown.deletion_started_at),
            'error': shown.deletion_error,
        }
        if shown.pending_deletion
        else None
    )
    return {
        'pending_deletion': shown.pending_deletion,
        'deletion': progress,
    }


def _related(req, shown):
    names = _RELATED_OF_ALL if shown.kind else RELATED
    related = links.related(req, NOUN, shown.id, names)
    if shown.organization:
        related['organization'] = links.url(
            req, 'organizations', shown.organization.id
        )
    return related


def _summary_fields(req, shown):
    capabilities = present.capabilities(req, WRITE)
    if req.version >= versions.BULK_HOSTS:
        capabilities['copy'] = capabilities['edit']
    fields = {'user_capabilities': capabilities}
    if shown.organization:
        fields['organization'] = {
            'id': shown.organization.id,
            'name': shown.organization.name,
            'description': shown.organization.description,
        }
    return fields
