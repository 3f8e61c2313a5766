"""The body of a host."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.hosts import fields
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.tenancy import row_roles

NOUN = 'hosts'
WRITE = 'host_inventory:hosts:write'

RELATED = (
    *urls.from_first_version('variable_data', 'groups', 'all_groups'),
    *unsupported.related_names(NOUN),
    ('inventory_sources', versions.INVENTORY_SOURCES),
    ('ansible_facts', versions.FACTS),
    ('smart_inventories', versions.WIDE_FILTERS),
    ('activity_stream', versions.CHANGE_RECORD),
)


def row(req, host, named_url=None):
    """Return the body of a host in lists."""
    return {
        **base_representation.identity(
            req,
            host,
            NOUN,
            'host',
            {
                **(named_url or {}),
                **urls.related_urls(req, NOUN, host.id, RELATED),
                **_original(req, host),
                'inventory': urls.url(req, 'inventories', host.inventory.id),
            },
            _summary_fields(req, host),
        ),
        **fields.FORM.represent(host, req.version),
        'has_active_failures': False,
        'has_inventory_sources': bool(host.managed_by),
        'last_job': None,
        'last_job_host_summary': None,
        **_facts(req, host),
        **base_representation.managers(req, host),
        **etags.field(req, host),
    }


def detail(req, host):
    """Return the body of a host at its own path."""
    return row(
        req, host, base_representation.named_url_in_inventory(req, NOUN, host)
    )


def _original(req, host):
    """Return the links of a constructed host to its original host."""
    if (
        inventory_kinds.KINDS[host.inventory.kind].stores_facts
        or membership.original_id(host.instance_id) is None
        or req.version < versions.CONSTRUCTED
    ):
        return {}
    original = urls.url(req, NOUN, host.instance_id)
    return {
        'ansible_facts': f'{original}ansible_facts/',
        'original_host': original,
    }


def _facts(req, host):
    if req.version < versions.FACTS:
        return {}
    modified_at = host.facts_modified_at
    return {
        'ansible_facts_modified': modified_at
        and base_representation.moment(modified_at)
    }


def _summary_fields(req, host):
    groups = [
        {'id': group_id, 'name': name} for group_id, name in host.groups.first
    ]
    return {
        'inventory': base_representation.inventory_summary(
            req, host.inventory
        ),
        'user_capabilities': base_representation.capabilities(
            req, WRITE, row_roles.HOST, host.id
        ),
        'groups': {'count': host.groups.count, 'results': groups},
        'recent_jobs': [],
    }
