"""Mutations of valid requests."""

import copy
import dataclasses

from placement_inv.tests.wire.conversations import reads
from placement_inv.tests.wire.corpus.request import NOTHING

_VALUES = (
    None,
    True,
    0,
    -1,
    1,
    1.5,
    2**31,
    2**62,
    '',
    ' ',
    'x',
    'é',
    '1',
    'a\n',
    'x' * 256,
    'VCPU',
    [],
    [1],
    {},
    {'a': 1},
)
_KEYS = ('extra', '', 'generation', 'mappings', 'consumer_type', 'é')
_PARAMETERS = (
    'limit',
    'resources',
    'resources1',
    'resources_',
    'required_A',
    'member_of',
    'in_tree',
    'group_policy',
    'root_required',
    'same_subtree',
    'project_id',
    'RESOURCES',
    '',
)
_HEADERS = {
    'content-type': (
        None,
        '',
        'text/plain',
        'application/json; charset=utf-8',
    ),
    'accept': ('', '*/*', 'text/html', 'text/plain', 'application/*', 'x'),
    'openstack-api-version': (
        None,
        '',
        'placement',
        'placement 1.40',
        'placement latest',
        'placement 1.x',
        'placement 1.039',
        'placement 1.10, placement 1.20',
        'compute 2.1',
        'compute 2.1, placement 1.20',
    ),
    'x-auth-token': (None, 'nobody', 'nova:service:x'),
    'x-roles': ('', 'reader', 'member', 'ADMIN'),
    'if-modified-since': ('Sun, 06 Nov 1994 08:49:37 GMT',),
}
_METHODS = ('GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'DELETE', 'get')


def spoil(world, request):
    """Return a Request with one mutation, which may have no effect."""
    path, _mark, query = request.path.partition('?')
    kinds = {
        _body: 0 if request.body is NOTHING else 8,
        _query: 8 if query else 1,
        _path: 2,
        _header: 3,
        _method: 1,
    }
    (fault,) = world.rng.choices(list(kinds), list(kinds.values()))
    return fault(world, request)


def _method(world, request):
    return dataclasses.replace(request, method=world.rng.choice(_METHODS))


def _header(world, request):
    name = world.rng.choice(list(_HEADERS))
    value = world.rng.choice(_HEADERS[name])
    return dataclasses.replace(
        request, headers={**request.headers, name: value}
    )


def _path(world, request):
    path, mark, query = request.path.partition('?')
    parts = path.split('/')
    place = world.rng.randrange(1, len(parts))
    old = parts[place]
    parts[place] = world.rng.choice(
        (
            old.upper(),
            old.replace('-', ''),
            old.replace('-', '%2D'),
            old[:-1],
            f'{old}%20',
            f'{old}%0A',
            f'{old}%2F',
            f'{old};a=b',
            f'{old}/',
            'x' * 256,
        )
    )
    return dataclasses.replace(request, path='/'.join(parts) + mark + query)


def _query(world, request):
    path, _mark, query = request.path.partition('?')
    pairs = [tuple(each.split('=')) for each in query.split('&') if query]
    place = world.rng.randrange(len(pairs)) if pairs else None
    number = world.rng.random()
    if place is None or number < 0.2:
        name, value = world.rng.choice(_PARAMETERS), world.provider()
        pairs.append((name, value))
    elif number < 0.4:
        pairs.append(pairs[place])
    elif number < 0.5:
        del pairs[place]
    else:
        name, value = pairs[place]
        pairs[place] = name, world.rng.choice(_values_like(value))
    return dataclasses.replace(request, path=reads.path(path, pairs))


def _values_like(text):
    return (
        '',
        '0',
        'x',
        f'{text},',
        f'{text},{text}',
        f'!{text}',
        f'in:{text}',
        f'!in:{text}',
        f'{text}:',
        f'%20{text}',
        f'{text}%0A',
        f'{text}%C3%A9',
        text.upper(),
        text.lower(),
        text.replace('-', ''),
        text.replace(':1', ':0'),
        text.replace(':1', ':-1'),
        text.replace(':1', ':%2B1'),
        text.replace(':1', ':1_0'),
        text.replace(':1', ':2147483648'),
        text.replace(',', '%2C'),
    )


def _body(world, request):
    body = copy.deepcopy(request.body)
    place = world.rng.choice(list(_places(body)))
    if not place:
        return dataclasses.replace(request, body=world.rng.choice(_VALUES))
    *way, last = place
    parent = body
    for key in way:
        parent = parent[key]
    _spoil_at(world, parent, last)
    return dataclasses.replace(request, body=body)


def _places(document, here=()):
    yield here
    if isinstance(document, dict | list):
        keys = document if isinstance(document, dict) else range(len(document))
        for key in keys:
            yield from _places(document[key], (*here, key))


def _spoil_at(world, parent, key):
    number = world.rng.random()
    if number < 0.3:
        # Without a uuid each side generates one.
        if key != 'uuid':
            del parent[key]
    elif number < 0.5 and isinstance(parent, list):
        parent.append(copy.deepcopy(parent[key]))
    elif number < 0.5:
        parent[world.rng.choice(_KEYS)] = copy.deepcopy(parent[key])
    elif number < 0.7 and isinstance(parent, dict):
        spelling = world.rng.choice((str.upper, str.lower, _remove_dashes))
        # Not in lists: the peer finds aggregates in one spelling only.
        if number < 0.6:
            parent[spelling(key)] = parent.pop(key)
        elif isinstance(parent[key], str):
            parent[key] = spelling(parent[key])
    else:
        parent[key] = world.rng.choice(_VALUES)


def _remove_dashes(text):
    return text.replace('-', '')
