"""Paths of resources: those in bodies, and the keys that requests name."""

import re
from urllib import parse

from placement_inv.handlers.host_inventory import versions
from placement_inv.objects.host_inventory import errors

V2 = '/api/v2'
_PREFIX = 'placement_inv.host_inventory.prefix'

#: A larger id cannot be of any row.
_LARGEST = 2**31 - 1
_SEPARATOR = '++'
_PLUS = '[+]'
#: What a path cannot hold as it is, beside the plus.
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
    """Return {name: path} of what hangs on a row.

    `names` are (name, first version that has it) pairs.
    """
    base, version = url(req, noun, row_id), req.version
    return {
        name: f'{base}{name}/' for name, since in names if version >= since
    }


def _prefix(req):
    # PERF: webob decodes it anew each time, and a page has 1000 paths.
    prefix = req.environ.get(_PREFIX)
    if prefix is None:
        prefix = req.environ[_PREFIX] = req.script_name + V2
    return prefix


def from_first_version(*names):
    """Return the pairs of names that `related` takes, for all versions."""
    return from_version(versions.FIRST, *names)


def from_version(version, *names):
    """Return the pairs of names that `related` takes, from a version on."""
    return tuple((name, version) for name in names)


def named_url(req, noun, *names):
    """Return {'named_url': path} of a row by its names.

    Empty where no path can hold them: a slash ends a name.
    """
    if any('/' in name for name in names):
        return {}
    path = _SEPARATOR.join(map(_quote, names))
    return {'named_url': url(req, noun, path)}


def key(req, model, item='id'):
    """Return what the path names: an id, or the names of a row.

    >>> key(req, 'Host')                # /hosts/web++Production++Default/
    ('web', 'Production', 'Default')
    """
    return key_of(req.path_items[item], model)


def key_of(text, model):
    """Return the key that a text says, see `key`."""
    if not (text.isascii() and text.isdigit()):
        return tuple(
            name.replace(_PLUS, '+') for name in text.split(_SEPARATOR)
        )
    if len(text) > len(str(_LARGEST)) or not is_possible(int(text)):
        raise errors.NoMatch(model=model)
    return int(text)


def is_possible(row_id):
    """Tell whether any row could have an id."""
    return 0 < row_id <= _LARGEST


def _quote(name):
    path = _RESERVED.sub(lambda match: f'%{ord(match[0]):02X}', name)
    return path.replace('+', _PLUS)
