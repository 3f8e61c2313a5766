"""The table of contents of the host-inventory family.

Written without trailing slashes; the router takes both spellings.
"""

from placement_inv.handlers.host_inventory import inventories
from placement_inv.handlers.host_inventory import organizations
from placement_inv.handlers.host_inventory import root


def _collection(module):
    return {'GET': module.index, 'POST': module.create}


def _member(module):
    return {
        'GET': module.show,
        'PUT': module.replace,
        'PATCH': module.change,
        'DELETE': module.delete,
    }


ROUTES = {
    '/api': {'GET': root.api},
    '/api/v2': {'GET': root.resources},
    '/api/v2/ping': {'GET': root.ping},
    '/api/v2/me': {'GET': root.me},
    '/api/v2/organizations': _collection(organizations),
    '/api/v2/organizations/{id}': _member(organizations),
    '/api/v2/organizations/{id}/inventories': {
        'GET': organizations.index_inventories
    },
    '/api/v2/inventories': _collection(inventories),
    '/api/v2/inventories/{id}': _member(inventories),
}
