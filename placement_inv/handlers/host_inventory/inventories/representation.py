"""An inventory of hosts as bodies show it."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.handlers.host_inventory.inventories import fields
from placement_inv.objects.host_inventory.common import inventory_kinds

WRITE = 'host_inventory:inventories:write'
NOUN = 'inventories'
CONSTRUCTED = 'constructed_inventories'
RELATED = (
    *urls.from_first_version('hosts', 'variable_data', 'script'),
    *unsupported.related_names(NOUN),
    ('ansible_facts', versions.FACTS_IN_BATCHES),
    ('copy', versions.BULK_HOSTS),
    ('activity_stream', versions.CHANGE_RECORD),
)
RELATED_OF_GROUPS = urls.from_first_version('groups', 'root_groups', 'tree')
RELATED_OF_SOURCES = (
    ('inventory_sources', versions.INVENTORY_SOURCES),
    ('update_inventory_sources', versions.UPDATE_INVENTORY_SOURCES),
)
RELATED_OF_INPUTS = (('input_inventories', versions.CONSTRUCTED),)
#: The fields of bodies, in the order that AWX has.
_FIRST, _VARIABLES, _LAST = fields.FORM.split(
    'variables', 'prevent_instance_group_fallback'
)
#: Which error it was, the log knows.
GOES_ON = (
    'An attempt ended by an error of the service, which its log has. '
    'Another one goes on.'
)


def detail(req, shown, noun=NOUN):
    """Return an inventory as its own place shows it."""
    organization = shown.organization.name if shown.organization else ''
    named = urls.named_url(req, noun, shown.name, organization)
    return row(req, shown, named, noun)


def row(req, shown, named=None, noun=NOUN):
    """Return an inventory as lists show it."""
    return {
        **base_representation.identity(
            req,
            shown,
            noun,
            'inventory',
            {**(named or {}), **_related(req, shown)},
            _summary_fields(req, shown),
        ),
        **_FIRST.represent(shown, req.version),
        **_filter_of(req, shown),
        **_VARIABLES.represent(shown, req.version),
        **base_representation.inventory_totals(shown.totals),
        **_LAST.represent(shown, req.version),
        **deletion_of(req, shown),
        **etags.field(req, shown),
    }


def _filter_of(req, shown):
    """Return what the filter of an inventory comes to."""
    if req.version < versions.WIDE_FILTERS:
        return {}
    return {
        'host_filter_language': (
            shown.host_filter and shown.host_filter_language
        ),
        'host_filter_error': shown.standing.trouble,
        'hidden_hosts': shown.standing.hidden,
    }


def deletion_of(req, shown):
    """Return how far the deletion of an inventory has come."""
    if req.version < versions.BACKGROUND_DELETION:
        return {}
    progress = _progress(req, shown) if shown.pending_deletion else None
    return {
        'pending_deletion': shown.pending_deletion,
        'deletion': progress,
    }


def _progress(req, shown):
    is_filtered = inventory_kinds.KINDS[shown.kind].is_filtered
    progress = {
        # The hosts that a filter finds belong to other inventories.
        'hosts_left': 0 if is_filtered else shown.totals.hosts,
        'started': base_representation.moment(shown.deletion_started_at),
        'error': shown.deletion_error,
    }
    if req.version >= versions.HIDDEN_DELETIONS:
        goes_on = shown.deletion_error is None
        progress['groups_left'] = shown.totals.groups
        progress['failures'] = shown.deletion_failures
        if goes_on and shown.deletion_failures:
            progress['error'] = GOES_ON
        progress['goes_on'] = goes_on
    return progress


def _related(req, shown):
    kind = inventory_kinds.KINDS[shown.kind]
    names = (
        *RELATED,
        *(RELATED_OF_GROUPS if kind.has_groups else ()),
        *(RELATED_OF_SOURCES if kind.has_sources else ()),
        *(RELATED_OF_INPUTS if kind.has_inputs else ()),
    )
    related = urls.related_urls(req, NOUN, shown.id, names)
    if kind.has_inputs and req.version >= versions.CONSTRUCTED:
        related['constructed_url'] = urls.url(req, CONSTRUCTED, shown.id)
    if shown.organization:
        related['organization'] = urls.url(
            req, 'organizations', shown.organization.id
        )
    return related


def _summary_fields(req, shown):
    capabilities = base_representation.capabilities(req, WRITE)
    if req.version >= versions.BULK_HOSTS:
        capabilities['copy'] = capabilities['edit']
    # Nothing is run on hosts, and nothing has labels.
    capabilities['adhoc'] = False
    summary_fields = {
        'user_capabilities': capabilities,
        'labels': {'count': 0, 'results': []},
    }
    if shown.organization:
        summary_fields['organization'] = {
            'id': shown.organization.id,
            'name': shown.organization.name,
            'description': shown.organization.description,
        }
    return summary_fields
