"""The body of an inventory of hosts."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.inventories import fields
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles

WRITE = 'host_inventory:inventories:write'
NOUN = 'inventories'
CONSTRUCTED = 'constructed_inventories'
RELATED = (
    *urls.from_first_version('hosts', 'variable_data', 'script'),
    *unsupported.related_names(NOUN),
    ('ansible_facts', versions.FACTS_IN_BATCHES),
    ('copy', versions.BULK_HOSTS),
    ('activity_stream', versions.CHANGE_RECORD),
    *urls.from_version(versions.TENANTS, 'object_roles', 'access_list'),
)
RELATED_OF_GROUPS = urls.from_first_version('groups', 'root_groups', 'tree')
RELATED_OF_SOURCES = (
    ('inventory_sources', versions.INVENTORY_SOURCES),
    ('update_inventory_sources', versions.UPDATE_INVENTORY_SOURCES),
)
RELATED_OF_INPUTS = (('input_inventories', versions.CONSTRUCTED),)
#: The fields of bodies, in the order of AWX.
_FIRST, _VARIABLES, _LAST = fields.FORM.split(
    'variables', 'prevent_instance_group_fallback'
)


def detail(req, inventory, noun=NOUN):
    """Return the body of an inventory at its own path."""
    organization = (
        inventory.organization.name if inventory.organization else ''
    )
    named_url = urls.named_url(req, noun, inventory.name, organization)
    return row(req, inventory, named_url, noun)


def row(req, inventory, named_url=None, noun=NOUN):
    """Return the body of an inventory in lists."""
    return {
        **base_representation.identity(
            req,
            inventory,
            noun,
            'inventory',
            {**(named_url or {}), **_related_urls(req, inventory)},
            _summary_fields(req, inventory),
        ),
        **_FIRST.represent(inventory, req.version),
        **_filter_of(req, inventory),
        **_VARIABLES.represent(inventory, req.version),
        **base_representation.inventory_totals(inventory.totals),
        **_LAST.represent(inventory, req.version),
        **deletion_fields(req, inventory),
        **etags.field(req, inventory),
    }


def _filter_of(req, inventory):
    """Return the language and the results of the filter of an inventory."""
    if req.version < versions.WIDE_FILTERS:
        return {}
    return {
        'host_filter_language': (
            inventory.host_filter and inventory.host_filter_language
        ),
        'host_filter_error': inventory.filter_result.error,
        'hidden_hosts': inventory.filter_result.hidden,
    }


def deletion_fields(req, inventory):
    """Return the fields about the deletion of an inventory."""
    if req.version < versions.BACKGROUND_DELETION:
        return {}
    progress = (
        _progress(req, inventory) if inventory.pending_deletion else None
    )
    return {
        'pending_deletion': inventory.pending_deletion,
        'deletion': progress,
    }


def _progress(req, inventory):
    is_filtered = inventory_kinds.KINDS[inventory.kind].is_filtered
    progress = {
        # The hosts of a smart inventory belong to other inventories.
        'hosts_left': 0 if is_filtered else inventory.totals.hosts,
        'started': base_representation.moment(inventory.deletion_started_at),
        'error': inventory.deletion_error,
    }
    if req.version >= versions.HIDDEN_DELETIONS:
        goes_on = inventory.deletion_error is None
        progress['groups_left'] = inventory.totals.groups
        progress['failures'] = inventory.deletion_failures
        if goes_on and inventory.deletion_failures:
            progress['error'] = deletion.RETRY_MESSAGE
        progress['goes_on'] = goes_on
    return progress


def _related_urls(req, inventory):
    kind = inventory_kinds.KINDS[inventory.kind]
    names = (
        *RELATED,
        *(RELATED_OF_GROUPS if kind.has_groups else ()),
        *(RELATED_OF_SOURCES if kind.has_sources else ()),
        *(RELATED_OF_INPUTS if kind.has_inputs else ()),
    )
    links = urls.related_urls(req, NOUN, inventory.id, names)
    if kind.has_inputs and req.version >= versions.CONSTRUCTED:
        links['constructed_url'] = urls.url(req, CONSTRUCTED, inventory.id)
    if inventory.organization:
        links['organization'] = urls.url(
            req, 'organizations', inventory.organization.id
        )
    return links


def _summary_fields(req, inventory):
    capabilities = base_representation.capabilities(
        req, WRITE, row_roles.INVENTORY, inventory.id
    )
    if req.version >= versions.BULK_HOSTS:
        capabilities['copy'] = base_representation.may(
            req, WRITE, row_roles.INVENTORY, inventory.id, row_roles.COPY
        )
    # The service runs no commands on hosts, and has no labels.
    capabilities['adhoc'] = False
    summary_fields = {
        'user_capabilities': capabilities,
        'labels': {'count': 0, 'results': []},
        **base_representation.summary_of_roles(
            req, roles.INVENTORY, inventory.id
        ),
    }
    if inventory.organization:
        summary_fields['organization'] = {
            'id': inventory.organization.id,
            'name': inventory.organization.name,
            'description': inventory.organization.description,
        }
    return summary_fields
