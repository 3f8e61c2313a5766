"""The body of a group."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.fields import (
    representation as base_representation,
)
from placement_inv.handlers.host_inventory.groups import fields
from placement_inv.handlers.host_inventory.http import etags
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory.tenancy import row_roles

NOUN = 'groups'
WRITE = 'host_inventory:groups:write'

RELATED = (
    *urls.from_first_version(
        'variable_data', 'hosts', 'all_hosts', 'children', 'potential_children'
    ),
    *unsupported.related_names(NOUN),
    ('inventory_sources', versions.INVENTORY_SOURCES),
    ('activity_stream', versions.CHANGE_RECORD),
)


def row(req, group, named_url=None):
    """Return the body of a group in lists."""
    return {
        **base_representation.identity(
            req,
            group,
            NOUN,
            'group',
            {
                **(named_url or {}),
                **urls.related_urls(req, NOUN, group.id, RELATED),
                'inventory': urls.url(req, 'inventories', group.inventory.id),
            },
            {
                'inventory': base_representation.inventory_summary(
                    req, group.inventory
                ),
                'user_capabilities': {
                    **base_representation.capabilities(
                        req, WRITE, row_roles.GROUP, group.id
                    ),
                    'copy': False,
                },
            },
        ),
        **fields.FORM.represent(group, req.version),
        **base_representation.managers(req, group),
        **etags.field(req, group),
    }


def detail(req, group):
    """Return the body of a group at its own path."""
    return row(
        req,
        group,
        base_representation.named_url_in_inventory(req, NOUN, group),
    )
