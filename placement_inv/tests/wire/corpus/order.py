"""Requests with several defects: which one does the error name?

Pairs of defects are enough: two different orders of checks name different
defects of some pair first.
"""

import itertools

from placement_inv.tests.wire.corpus.request import NOTHING
from placement_inv.tests.wire.corpus.request import Request

#: Versions of this part; the order does not depend on the version.
_MINORS = (0, 14, 39)

_JSON = {'content-type': 'application/json'}

#: {name of a defect: headers that cause it}.
_HEADERS = {
    'stranger': {'x-auth-token': None},
    'unknown version': {'openstack-api-version': 'placement 1.999'},
    'malformed version': {'openstack-api-version': 'placement pony'},
    'nothing acceptable': {'accept': 'text/plain'},
    'media type': {'content-type': 'text/plain'},
    'no media type': {'content-type': ''},
    'forbidden': {'x-roles': 'reader'},
}
#: Defects that are not in headers.
_OTHERS = ('unknown path', 'method', 'missing', 'body', 'query')
_DEFECTS = (*_HEADERS, *_OTHERS)

#: (method, path, whether it takes a body); `%s` stands for a provider.
OPERATIONS = (
    ('GET', '/resource_providers?uuid=%s', False),
    ('POST', '/resource_providers', True),
    ('GET', '/resource_providers/%s', False),
    ('PUT', '/resource_providers/%s', True),
    ('DELETE', '/resource_providers/%s', False),
    ('GET', '/resource_providers/%s/inventories', False),
    ('POST', '/resource_providers/%s/inventories', True),
    ('PUT', '/resource_providers/%s/inventories', True),
    ('DELETE', '/resource_providers/%s/inventories', False),
    ('GET', '/resource_providers/%s/inventories/VCPU', False),
    ('PUT', '/resource_providers/%s/inventories/VCPU', True),
    ('DELETE', '/resource_providers/%s/inventories/VCPU', False),
    ('GET', '/resource_providers/%s/usages', False),
    ('GET', '/resource_providers/%s/allocations', False),
    ('GET', '/resource_providers/%s/aggregates', False),
    ('PUT', '/resource_providers/%s/aggregates', True),
    ('GET', '/resource_providers/%s/traits', False),
    ('PUT', '/resource_providers/%s/traits', True),
    ('DELETE', '/resource_providers/%s/traits', False),
    ('GET', '/resource_classes', False),
    ('POST', '/resource_classes', True),
    ('GET', '/resource_classes/VCPU', False),
    ('PUT', '/resource_classes/CUSTOM_ORDER', True),
    ('DELETE', '/resource_classes/CUSTOM_NONE', False),
    ('GET', '/traits', False),
    ('GET', '/traits/CUSTOM_NONE', False),
    ('PUT', '/traits/CUSTOM_ORDER', False),
    ('DELETE', '/traits/CUSTOM_NONE', False),
    ('GET', '/allocations/%s', False),
    ('PUT', '/allocations/%s', True),
    ('DELETE', '/allocations/%s', False),
    ('POST', '/allocations', True),
    ('GET', '/usages', False),
    ('GET', '/allocation_candidates', False),
    ('POST', '/reshaper', True),
)


def requests(world):
    """Return the requests of this part."""
    if world.minor not in _MINORS:
        return
    yield from world.make(1)
    for operation in OPERATIONS:
        for one, other in itertools.combinations_with_replacement(_DEFECTS, 2):
            request = _make_request(world, operation, {one, other})
            if request:
                yield request


def _make_request(world, operation, defects):
    """Return a request with defects; None if it cannot have them."""
    method, path, takes_body = operation
    has_provider = '%s' in path
    if ('body' in defects and not takes_body) or (
        'missing' in defects and not has_provider
    ):
        return None
    headers = {**(_JSON if takes_body else {}), 'x-roles': 'service'}
    for name in sorted(defects & set(_HEADERS)):
        headers |= _HEADERS[name]
    if has_provider:
        path %= world.uuid(99 if 'missing' in defects else 1)
    path, _mark, query = path.partition('?')
    if 'unknown path' in defects:
        path += '/nothing/here'
    if 'query' in defects:
        query += '&pony=1'
    return Request(
        'PATCH' if 'method' in defects else method,
        f'{path}?{query}' if query else path,
        {'pony': 1} if takes_body else NOTHING,
        raw=b'{' if takes_body and 'body' in defects else None,
        headers=headers,
    )
