"""`/api/`, `/api/v2/`, `ping` and `config`: where everything is."""

import platform

from placement_inv import version
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.http import csrf
from placement_inv.handlers.host_inventory.http import product
from placement_inv.handlers.host_inventory.http import unsupported
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.web import response
from placement_inv.web.endpoint import endpoint

#: Key (the name of the resource in AWX's clients), path below /api/v2/, and
#: the first version that has it.
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
    *((noun, noun, versions.FIRST) for noun in unsupported.NOUNS),
)


@endpoint(rule=None)
def api(req):
    """Say which API versions there are."""
    v2 = urls.url(req)
    answer = response.json(
        {
            'description': 'Host inventory REST API',
            'current_version': v2,
            'available_versions': {'v2': v2},
            'custom_logo': '',
            'custom_login_info': '',
            'login_redirect_override': '',
        }
    )
    csrf.set_token_cookie(req, answer)
    return answer


@endpoint(rule=None)
def resources(req):
    """Say where the resources are."""
    return response.json(
        {
            key: urls.url(req, path)
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
            **_versions(),
            'active_node': platform.node(),
            'instances': [],
            'instance_groups': [],
        }
    )


@endpoint(rule=None)
def config(req):
    """Say which release this is, and that it asks for no license."""
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
