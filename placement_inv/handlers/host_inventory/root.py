"""`/api/`, `/api/v2/`, `ping` and `config`: the entry points."""

import platform

from placement_inv import version
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import csrf
from placement_inv.handlers.host_inventory.http import product
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

#: (key, path below /api/v2/, first version) of each resource. The key is the
#: name of the resource in AWX's clients.
RESOURCES = (
    ('ping', 'ping', versions.FIRST),
    ('config', 'config', versions.FIRST),
    ('me', 'me', versions.FIRST),
    ('users', 'users', versions.FIRST),
    ('tokens', 'tokens', versions.FIRST),
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
    ('activity_stream', 'activity_stream', versions.CHANGE_RECORD),
    ('changes', 'changes', versions.CHANGE_RECORD),
    ('teams', 'teams', versions.FIRST),
    ('roles', 'roles', versions.TENANTS),
    *((noun, noun, versions.FIRST) for noun in unsupported.NOUNS),
)


@endpoint(rule=None)
def api(req):
    """List the versions of the API.

    AWX's clients read `available_versions`; those of OpenStack, such as
    keystoneauth1, read `versions`.
    """
    v2 = urls.url(req)
    answer = response.json(
        {
            'description': 'Host inventory REST API',
            'current_version': v2,
            'available_versions': {'v2': v2},
            'versions': [
                {
                    'id': 'v2.0',
                    'status': 'CURRENT',
                    'min_version': str(versions.history.first),
                    'max_version': str(versions.history.last),
                    'links': [{'rel': 'self', 'href': v2}],
                }
            ],
            'custom_logo': '',
            'custom_login_info': '',
            'login_redirect_override': '',
        }
    )
    csrf.set_token_cookie(req, answer)
    return answer


@endpoint(rule=None)
def resources(req):
    """List the resources and their paths."""
    return response.json(
        {
            key: urls.url(req, path)
            for key, path, since in RESOURCES
            if req.version >= since
        }
    )


@endpoint(rule=None)
def ping(req):
    """Show that the service answers, and its version."""
    return response.json(
        {
            'ha': False,
            **_versions(),
            'active_node': platform.node(),
            'instances': [],
            'instance_groups': [],
        }
    )


@endpoint(rule=None)
def config(req):
    """Show the release; the service needs no license."""
    return response.json(
        {
            'time_zone': 'UTC',
            'license_info': {
                'license_type': 'open',
                'valid_key': True,
                'subscription_name': 'OPEN',
                'product_name': product.NAME,
            },
            **_versions(),
            'eula': '',
            'analytics_status': 'off',
            'analytics_collectors': {},
            'become_methods': [
                ['sudo', 'Sudo'],
                ['su', 'Su'],
                ['runas', 'Runas'],
            ],
        }
    )


def _versions():
    return {'version': product.VERSION, 'service_version': version.release()}
