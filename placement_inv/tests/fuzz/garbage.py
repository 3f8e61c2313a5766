"""Values that no schema expects."""

import json

TEXTS = (
    '',
    ' ',
    '0',
    '-1',
    'null',
    'true',
    '\x00',
    'a\x00b',
    '\n',
    'a\nb',
    '\r\nX-Injected: 1',
    '\t',
    '\x1b[31m',
    '\x7f',
    "'",
    '"',
    "' OR 1=1 --",
    '%',
    '_%',
    '\\',
    '\\u0000',
    '{}',
    '{{ 7 * 7 }}',
    '[]',
    '${x}',
    '../../etc/passwd',
    'é',
    'İ',
    'ß',
    '\u202e',
    '\ufeff',
    '\ufffe',
    '𝔘𝔫𝔦',
    '😀' * 50,
    '\ud800',
    'a\udfffb',
    '١٢٣',
    '1e309',
    '1_000',
    '0x10',
    'NaN',
    'Infinity',
    '9' * 30,
    '-' + '9' * 400,
    'A' * 256,
    'A' * 300,
    'a' * 5000,
    '(' * 200,
    ',' * 300,
    ':' * 50,
    '__' * 60,
    '00000000-0000-0000-0000-000000000000',
    '00000000000000000000000000000000',
    '{00000000-0000-0000-0000-000000000000}',
    'urn:uuid:00000000-0000-0000-0000-00000000000g',
    'CUSTOM_',
    'CUSTOM_' + 'A' * 255,
    '2026-13-45T99:99:99Z',
    '0001-01-01T00:00:00+23:59',
    '9999-12-31T23:59:59.999999-23:59',
)

#: Names and objects with a special meaning in Ansible's JSON.
RESERVED = ('__ansible_unsafe', '__ansible_vault', '__ansible_type')
MARKS = (
    {'__ansible_unsafe': '{{ 7 * 7 }}'},
    {'__ansible_unsafe': 'web'},
    {'__ansible_unsafe': ''},
    {'__ansible_unsafe': "#jinja2:variable_start_string:'[['\n[[ 7 * 7 }}"},
    {'__ansible_unsafe': 1},
    {'__ansible_unsafe': None},
    {'__ansible_unsafe': ['{{', {'__ansible_unsafe': '{%'}]},
    {'__ansible_unsafe': 'x', 'more': 1},
    {'__ansible_unsafe': 'x', '__ansible_vault': 'y'},
    {'__ansible_vault': '$ANSIBLE_VAULT;1.1;AES256\n3132'},
    {'__ansible_vault': {}},
    {'__ansible_type': '_AnsibleTaggedStr', 'value': 'x', 'tags': []},
    {'__ansible_type': []},
    {'a': {'{{ x }}': {'__ansible_unsafe': {'b(': '#}'}}}},
)


def mark(chance):
    """Return an object like Ansible's marks, nested at a random depth."""
    mark = chance.one(MARKS)
    for _ in range(chance.weigh({0: 6, 1: 3, 5: 2, 29: 1, 70: 1})):
        mark = chance.one(
            ({chance.one((*RESERVED, 'a')): mark}, {'a': mark}, [mark])
        )
    return mark


NUMBERS = (
    0,
    -0.0,
    -1,
    0.1,
    1.5,
    1e-320,
    1e22,
    1e308,
    2**31 - 1,
    2**31,
    -(2**31) - 1,
    2**32,
    2**53 + 1,
    2**63 - 1,
    2**63,
    -(2**63) - 1,
    2**64,
    2**70,
    10**30,
    10**400,
    float('nan'),
    float('inf'),
    float('-inf'),
)


def value(chance, depth=0):
    """Return a random value of JSON, or one that Python writes as JSON."""
    kind = chance.weigh(
        {
            'text': 5,
            'number': 5,
            'constant': 3,
            'list': 2,
            'object': 2,
            'mark': 1,
        }
        if depth < 3
        else {'text': 1, 'number': 1, 'constant': 1}
    )
    if kind == 'text':
        return chance.one(TEXTS)
    if kind == 'number':
        return chance.one(NUMBERS)
    if kind == 'mark':
        return mark(chance)
    if kind == 'constant':
        return chance.one((None, True, False, [], {}))
    count = chance.number(0, 3)
    if kind == 'list':
        return [value(chance, depth + 1) for _ in range(count)]
    return {chance.one(TEXTS): value(chance, depth + 1) for _ in range(count)}


def nest(depth, inside='1'):
    """Return the text of nested lists or objects."""
    if depth % 2:
        return '[' * depth + inside + ']' * depth
    return '{"a":' * depth + inside + '}' * depth


def encode(document):
    """Return a document as JSON, including NaN and lone surrogates."""
    return json.dumps(document).encode()


def body(chance):
    """Return bytes that are mostly no valid document."""
    return chance.one(BODIES)


BODIES = (
    b'',
    b' ',
    b'{',
    b'}',
    b'[]',
    b'null',
    b'true',
    b'0',
    b'""',
    b'"\xff"',
    b'\xff\xfe{\x00}\x00',
    b'\xef\xbb\xbf{}',
    b'{"a": 1, "a": 2}',
    b'{"a": NaN}',
    b'{"a": 1e999}',
    b'{"a": -Infinity}',
    b'{"a": "\\ud800"}',
    b'{"a": "\\u0000"}',
    b'{"\\u0000": 1}',
    b"{'a': 1}",
    b'{"a": 1,}',
    b'{"a": 01}',
    b'{} {}',
    b'{"a": 1}\x00',
    b'\x00',
    b'a=b&c=d',
    b'---\na: [1, 2\n',
    b'--- !!python/object/apply:os.system ["true"]\n',
    b'a: &a [*a]\n',
    b'? {a: b}\n: c\n',
    b'a: 2026-11-22\nb: .nan\n',
    b'<a/>',
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
    nest(65).encode(),
    nest(70).encode(),
    nest(1001).encode(),
    nest(100_000).encode(),
    nest(100_001).encode(),
    b'[' * 100_000,
    b'{"a": ' + b'9' * 5000 + b'}',
    b'{"a": "' + b'x' * 200_000 + b'"}',
)
