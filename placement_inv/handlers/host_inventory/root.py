"""`/api/` and `/api/v2/`: where everything is, and who asks."""

import importlib.metadata
import platform

from placement_inv.handlers.host_inventory import links
from placement_inv.handlers.host_inventory import versions
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

#: Key (the name of the resource in AWX's clients), path below /api/v2/, and
#: the first version that has it.
RESOURCES = (
    ('ping', 'ping', versions.FIRST),
    ('me', 'me', versions.FIRST),
    ('organizations', 'organizations', versions.FIRST),
    ('inventory', 'inventories', versions.FIRST),
    (
        'constructed_inventory',
        'constructed_inventories',
        versions.CONSTRUCTED,
    ),
    ('groups', 'groups', versions.FIRST),
    ('hosts', 'hosts', versions.FIRST),
    (
        'inventory_sources',
        'inventory_sources',
        versions.INVENTORY_SOURCES,
    ),
    (
        'inventory_updates',
        'inventory_updates',
        versions.INVENTORY_SOURCES,
    ),
    ('bulk', 'bulk', versions.BULK_HOSTS),
)


@endpoint(rule=None)
def api(req):
    """Say which API versions there are."""
    v2 = links.url(req)
    return response.json(
        {
            'description': 'Host inventory REST API',
            'current_version': v2,
            'available_versions': {'v2': v2},
        }
    )


@endpoint(rule=None)
def resources(req):
    """Say where the resources are."""
    return response.json(
        {
            key: links.url(req, path)
            for key, path, since in RESOURCES
            if req.version >= since
        }
    )


@endpoint(rule=None)
def ping(req):
    """Say that the service answers, and which one it is."""
    return response.json(
        {
            'ha': False,
            'version': _version(),
            'active_node': platform.node(),
            'instances': [],
            'instance_groups': [],
        }
    )


@endpoint(rule=None)
def me(req):
    """Say who asks, as a list of one."""
    caller = {
        'type': 'user',
        'url': links.url(req, 'me'),
        'related': {},
        'summary_fields': {},
        'username': req.ctx.user_name or req.ctx.user_id,
        'first_name': '',
        'last_name': '',
        'email': '',
        'is_superuser': 'admin' in req.ctx.roles,
        'is_system_auditor': False,
    }
    return response.json(
        {'count': 1, 'next': None, 'previous': None, 'results': [caller]}
    )


def _version():
    try:
        return importlib.metadata.version('placement-inv')
    except importlib.metadata.PackageNotFoundError:
        # A checkout that was never installed has no version.
        return '0'
