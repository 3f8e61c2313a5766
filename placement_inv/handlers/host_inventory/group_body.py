"""A group as bodies show it."""

from placement_inv.handlers.host_inventory import absent
from placement_inv.handlers.host_inventory import generations
from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import present
from placement_inv.handlers.host_inventory import versions

NOUN = 'groups'
WRITE = 'host_inventory:groups:write'

RELATED = (
    *links.always(
        'variable_data', 'hosts', 'all_hosts', 'children', 'potential_children'
    ),
    *absent.related(NOUN),
    ('inventory_sources', versions.INVENTORY_SOURCES),
    ('activity_stream', versions.CHANGE_RECORD),
)


def row(req, shown, named=None):
    """Return a group as lists show it."""
    return {
        **present.identity(
            req,
            shown,
            NOUN,
            'group',
            {
                **(named or {}),
                **links.related(req, NOUN, shown.id, RELATED),
                'inventory': links.url(req, 'inventories', shown.inventory.id),
            },
            {
                'inventory': present.inventory_summary(req, shown.inventory),
                'user_capabilities': {
                    **present.capabilities(req, WRITE),
                    'copy': False,
                },
            },
        ),
        'inventory': shown.inventory.id,
        'variables': shown.variables,
        **present.managers(req, shown),
        **generations.shown(req, shown),
    }


def detail(req, shown):
    """Return a group as its own place shows it."""
    return row(req, shown, present.named_in_inventory(req, NOUN, shown))
