"""Mutations of valid requests."""

import copy
import dataclasses
from urllib import parse

from placement_inv.tests.fuzz import garbage

_VERSIONS = (
    '',
    ' ',
    '{0}',
    '{0} ',
    '{0} 1',
    '{0} 1.x',
    '{0} 1.-1',
    '{0} 1.99',
    '{0} 99.1',
    '{0} 1.2.3',
    '{0} 1.' + '9' * 5000,
    '{0} ١.٢',
    '{0} 1.1, {0} 1.2',
    '{0} 1.1,',
    ',,,',
    'compute 2.1',
    'compute 2.1, {0} 1.2',
    '{0}=1.1',
    '\xff\xfe',
)
_MEDIA = (
    '',
    ' ',
    '*/*',
    'text/html',
    'text/plain;q=0.1, */*;q=0',
    'application/json;q=abc',
    'application/json; charset=utf-16',
    'application/json; charset=nonsense',
    'application/json; charset="',
    'application/yaml',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
    'application',
    '/',
    ';;;',
    'a/b' * 2000,
    '\xff',
)
_TAGS = (
    '*',
    '"0"',
    '"1-0"',
    'W/"0"',
    '""',
    '"',
    '0',
    '"99999999999999999999"',
    '"\xff"',
    ', ,',
    '"a", ' * 1000,
)
_DATES = ('', 'yesterday', 'Sun, 32 Foo 99999 99:99:99 GMT', '0', '\xff')
_ODD_HOSTS = (
    '',
    ' ',
    'a b',
    ':',
    ':80',
    'localhost:x',
    'localhost:99999',
    'localhost:٣',
    'localhost, example.com',
    'user@localhost',
    'example.com',
    '0.0.0.0',  # noqa: S104
    '127.1',
    'ı',
    '\xff',
    '[',
    '[]',
    '[::1',
    '[::1]',
    '[1:2:3]',
    '[fe80::1%25eth0]',
    'a' * 5000,
)
_ODD_ORIGINS = (
    '',
    'null',
    '*',
    '://',
    'http:',
    'http://',
    'http://[',
    'http://[::1',
    'http://localhost:x',
    'http://localhost:99999',
    'http://localhost/',
    'http://user@localhost',
    'http://localhost',
    'http://example.com',
    'http://a http://b',
    'http://\xff',
    '\xff',
    'http://' + 'a' * 5000,
)
#: {header: values that no client should send}.
HEADERS = {
    'Accept': _MEDIA,
    'Accept-Encoding': ('gzip;q=x', '', '*;q=0'),
    'Accept-Language': ('xx', '', '*'),
    'Authorization': (
        '',
        'Basic',
        'Basic \xff',
        'Basic é',
        'Basic ' + 'a' * 5000,
        'Basic YQ',
        'Basic Og==',
        'Basic AAo6AAo=',
        'Basic /zr/',
        'Bearer',
        'Bearer x',
        'Bearer \xff',
        'Bearer pinv_',
        'Bearer pinv_\xff',
        'Bearer pinv_' + 'a' * 5000,
        '\xff \xff',
        'a b c',
    ),
    'Content-Encoding': ('gzip', ''),
    'Content-Type': _MEDIA,
    'Cookie': (
        '',
        'a=b; a=c',
        '=;;',
        '\xff',
        'awx_sessionid=x',
        'awx_sessionid=\xff; csrftoken=\xff',
        'awx_sessionid="\\303\\377"',
        'awx_sessionid="\\000"',
        'awx_sessionid=' + 'a' * 5000,
    ),
    'Expect': ('100-continue', 'x'),
    'Forwarded': (
        '',
        ';=,',
        'for=\xff;host=\xff;proto=\xff',
        'host="[::1]:80"',
        'for=unknown',
    ),
    'Host': _ODD_HOSTS,
    'If-Match': _TAGS,
    'If-Modified-Since': _DATES,
    'If-None-Match': _TAGS,
    'If-Range': _TAGS,
    'If-Unmodified-Since': _DATES,
    'Idempotency-Key': ('', ' ', 'a' * 5000, '\xff', '"a"'),
    'Origin': _ODD_ORIGINS,
    'Range': ('bytes=0-0', 'bytes=-1', 'bytes=9-1', 'x', 'items=0-1'),
    'Referer': ('', 'x', '\xff'),
    'Sec-Fetch-Mode': ('', 'navigate', '\xff'),
    'Sec-Fetch-Site': ('', 'none', 'cross-site', 'same-site', '\xff'),
    'X-Auth-Token': ('', 'admin', 'guest:demo', ':', '\xff', 'a' * 5000),
    'X-CSRFToken': ('', 'x', '\xff', 'a' * 5000),
    'X-Forwarded-For': ('', '\xff', '1.2.3.4', 'a, b', '[::1]:80'),
    'X-Forwarded-Host': _ODD_HOSTS,
    'X-Forwarded-Prefix': ('', '\xff', '/ı', '%', '//', 'a b', '/\x85'),
    'X-Forwarded-Proto': ('', '\xff', 'https', 'a b', 'http, https'),
    'X-HTTP-Method-Override': ('DELETE', 'x'),
    'X-OpenStack-Request-Id': ('', 'req-x', '\xff', 'a' * 500),
    'X-Roles': ('', 'reader', 'member', 'service', ',,', '\xff'),
    'Transfer-Encoding': ('chunked', 'x'),
}
_METHODS = (
    'GET',
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'get',
    'FOO',
    '',
    'A' * 300,
    '\xff',
)
_LENGTHS = ('-1', 'x', '1.5', '99999999999999999999', '0', ' 3 ', '٣', '1')
_ESCAPES = (
    '%',
    '%zz',
    '%ff',
    '%C3%28',
    '%00',
    '%2F',
    '%2e%2e',
    '%ED%A0%80',
    '//',
    ';',
    '+',
    '%25',
    '%0a',
    '%F0%9F%98%80',
)


def document(chance, original):
    """Return a document with one or a few mutations."""
    result = copy.deepcopy(original)
    for _ in range(chance.weigh({1: 6, 2: 3, 5: 1})):
        result = _spoil_somewhere(chance, result)
    return result


def _spoil_somewhere(chance, root):
    """Change one place of a document; return the new root."""
    parent, key, here = None, None, root
    while isinstance(here, dict | list) and here and chance.often(75):
        keys = list(here) if isinstance(here, dict) else range(len(here))
        parent, key = here, chance.one(keys)
        here = parent[key]
    if parent is None:
        return _change(chance, here)
    kind = chance.weigh({'change': 6, 'remove': 2, 'rename': 1, 'more': 1})
    if kind == 'remove':
        del parent[key]
    elif kind == 'rename' and isinstance(parent, dict):
        parent[chance.one(garbage.TEXTS)] = parent.pop(key)
    elif kind == 'more' and isinstance(parent, list):
        parent.extend([here] * chance.one((1, 2, 300)))
    elif kind == 'more':
        parent[chance.one(garbage.TEXTS)] = garbage.value(chance)
    else:
        parent[key] = _change(chance, here)
    return root


def _change(chance, here):
    """Return another value, often similar to the old one."""
    if chance.often(60):
        return garbage.value(chance)
    if isinstance(here, str):
        return chance.one(
            (here + '\n', here[:-1], here * 300, [here], here.swapcase())
        )
    if isinstance(here, bool) or here is None:
        return chance.one((str(here), [here], {}))
    if isinstance(here, int | float):
        return chance.one((-here, f'{here}', here * 10, [here], here + 1))
    return chance.one((None, [here], {'': here}, str(here)))


def query(chance, pairs):
    """Return a query string with one or a few mutations."""
    pairs = list(pairs)
    for _ in range(chance.weigh({1: 6, 2: 2, 3: 1})):
        kind = chance.weigh(
            {'value': 6, 'repeat': 2, 'unknown': 2, 'rename': 1, 'drop': 1}
        )
        place = chance.number(0, len(pairs) - 1) if pairs else None
        if kind == 'unknown' or place is None:
            pairs.append(
                (chance.one(garbage.TEXTS), chance.one(garbage.TEXTS))
            )
        elif kind == 'value':
            pairs[place] = (pairs[place][0], _text(chance, pairs[place][1]))
        elif kind == 'repeat':
            pairs += [pairs[place]] * chance.one((1, 2, 250))
        elif kind == 'rename':
            name = _text(chance, pairs[place][0])
            pairs[place] = (name, pairs[place][1])
        else:
            del pairs[place]
    text = encode(pairs)
    if chance.often(15):
        where = chance.number(0, len(text))
        text = text[:where] + chance.one(_ESCAPES) + text[where:]
    return text


def _text(chance, text):
    """Return another text, or the text with an insertion."""
    if chance.often(50):
        return chance.one(garbage.TEXTS)
    position = chance.number(0, len(text))
    return text[:position] + chance.one(garbage.TEXTS) + text[position:]


def quote(text):
    """Return text quoted for a path."""
    return parse.quote(text, safe='', errors='surrogatepass')


def encode(pairs):
    """Return pairs as a query string."""
    return parse.urlencode(pairs, errors='surrogatepass')


def request(chance, req, service_type, mount=''):
    """Return a request with one invalid part.

    Its path still begins with `mount`, so the family stays the same.
    """
    kind = chance.weigh(
        {'header': 5, 'version': 2, 'path': 4, 'method': 2, 'length': 1}
    )
    if kind == 'method':
        return dataclasses.replace(req, method=chance.one(_METHODS))
    if kind == 'length':
        length = chance.one((None, *_LENGTHS))
        return dataclasses.replace(req, length=length)
    if kind == 'path':
        # The path may be the mount itself, without its slash.
        path = req.path if req.path.startswith(mount) else mount
        where = chance.number(len(mount), len(path))
        mutated_path = path[:where] + chance.one(_ESCAPES) + path[where:]
        return dataclasses.replace(req, path=mutated_path)
    if kind == 'version':
        name = 'OpenStack-API-Version'
        value = chance.one(_VERSIONS).format(service_type)
    else:
        name = chance.one(tuple(HEADERS))
        value = chance.one(HEADERS[name])
    other_headers = tuple(pair for pair in req.headers if pair[0] != name)
    return dataclasses.replace(req, headers=(*other_headers, (name, value)))
