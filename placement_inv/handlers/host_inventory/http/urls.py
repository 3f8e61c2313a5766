"""Paths of resources in bodies, and the keys in paths of requests."""

import re
from urllib import parse

from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors

V2 = '/api/v2'
_PREFIX = 'placement_inv.host_inventory.prefix'

#: The largest id of a row.
_LARGEST = 2**31 - 1
_SEPARATOR = '++'
_PLUS = '[+]'
#: Characters that a name in a path is quoted for, beside the plus.
_RESERVED = re.compile(r'[;?:@=&\[\]#%]')


def url(req, *parts):
    """Return the path of a resource.

    >>> url(req, 'hosts', 7, 'groups')
    '/api/v2/hosts/7/groups/'
    """
    return '/'.join((_prefix(req), *map(str, parts), ''))


def url_with(req, parameters):
    """Return the path and query of a request, with other parameters."""
    other_pairs = [
        (name, value)
        for name in dict.fromkeys(req.GET)
        if name not in parameters
        for value in req.GET.getall(name)
    ]
    pairs = sorted(
        (*other_pairs, *parameters.items()), key=lambda pair: pair[0]
    )
    path = parse.quote(req.path_info.rstrip('/') + '/')
    return f'{req.script_name}{path}?{parse.urlencode(pairs)}'


def related_urls(req, noun, row_id, names):
    """Return {name: path} of the resources below a row, at the version.

    `names` are (name, first version) pairs.
    """
    base, version = url(req, noun, row_id), req.version
    return {
        name: f'{base}{name}/' for name, since in names if version >= since
    }


def _prefix(req):
    # PERF: webob decodes it each time, and a page has 1000 paths.
    prefix = req.environ.get(_PREFIX)
    if prefix is None:
        prefix = req.environ[_PREFIX] = req.script_name + V2
    return prefix


def from_first_version(*names):
    """Return the pairs for `related_urls` of names in all versions."""
    return from_version(versions.FIRST, *names)


def from_version(version, *names):
    """Return the pairs for `related_urls` of names from a version on."""
    return tuple((name, version) for name in names)


def named_url(req, noun, *names):
    """Return {'named_url': path} of a row by its names.

    Empty if a name has a slash, which a path cannot contain.
    """
    if any('/' in name for name in names):
        return {}
    path = _SEPARATOR.join(map(_quote, names))
    return {'named_url': url(req, noun, path)}


def key(req, model, item='id'):
    """Return the key in the path: an id, or the names of a row as a tuple.

    Raises NoMatch for an id that no row can have.

    >>> key(req, 'Host')                # /hosts/web++Production++Default/
    ('web', 'Production', 'Default')
    """
    return key_of(req.path_items[item], model)


def key_of(text, model):
    """Return the key of a text; see `key`."""
    if not (text.isascii() and text.isdigit()):
        return tuple(
            name.replace(_PLUS, '+') for name in text.split(_SEPARATOR)
        )
    if len(text) > len(str(_LARGEST)) or not is_possible(int(text)):
        raise errors.NoMatch(model=model)
    return int(text)


def is_possible(row_id):
    """Tell whether a row can have an id."""
    return 0 < row_id <= _LARGEST


def _quote(name):
    path = _RESERVED.sub(lambda match: f'%{ord(match[0]):02X}', name)
    return path.replace('+', _PLUS)
