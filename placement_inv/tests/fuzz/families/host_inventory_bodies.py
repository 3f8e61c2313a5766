"""Bodies of the host-inventory family, made from the fields of OPTIONS."""

import dataclasses
import json

import yaml

from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.families import filters

_NAMES = (
    *('host1', 'host2', 'group1', 'web', 'db tier', 'a:22', 'a:b', 'a:99999'),
    *('[::1]:22', '::1', 'all', 'ungrouped', '_meta', 'a/b', 'a++b', 'é'),
    *('.', '..', '../../x', '/etc/passwd', 'x' * 300, 'web[1:9:1]', '[web]'),
    *('-v', '@x', 'localhost', 'x\ny', '~root', '*', '!x', 'a,b', 's1_host1'),
    *('{{ x }}', '{% x %}', 'Engineering', 'New', 'ΑΣ', 'ας', 'I', 'ı', 'ß'),
)
_VARIABLES = (
    *('', '{}', '---', 'null', '""', '{"a": 1}', 'a: 1\nb: [x, y]', '[1]'),
    *('a: &x [1]\nb: *x', 'a: {{x}}', '{"a": NaN}', 'a: .nan', 'a: .inf'),
    *('a: 2026-11-22', '1: x', '? [a]\n: b', 'a: !!binary aGk=', 'a: !x y'),
    *('--- 1\n--- 2', '\t- x', '{"a": 1e999}', 'a: !!set {x}', '~: x', '@'),
    '!!python/object/apply:os.system [x]',
    'a: &a [*a]',
    'a: &a\n  b: *a\n',
    '&a [' + '*a,' * 50 + ']',
    ''.join(
        f'l{level}: &l{level} [{",".join([f"*l{level - 1}"] * 9)}]\n'
        if level
        else 'l0: &l0 [x,x,x,x,x,x,x,x,x]\n'
        for level in range(9)
    ),
    '{"a": "\\ud800"}',
    '{"\\u0000": "\\u0000"}',
    'a: "\\0"',
    '{"a": ' + '9' * 5000 + '}',
    'a: ' + '1_' * 3000 + '1',
    'a: 0o7777777777777777777777',
    'a: 190:20:30',
    'a: 1' + ':1' * 50_000,
    'a: !!int "1' + ':1' * 50_000 + '"',
    'a: !!int {=: "1:1"}',
    'a: 0x' + 'f' * 50_000,
    'a: 1' + ':1' * 200 + '.5',
    ''.join(f'%TAG !{number}! x\n' for number in range(500)) + '--- {a: 1}',
    '{' + ','.join(f'{key * (2**61 - 1)}: x' for key in range(500)) + '}',
    'a: {' + '<<: {}, ' * 500 + '}',
    '? !!float .nan\n: x',
    '<<: {a: 1}',
    '<<: 1',
    garbage.nest(60),
    garbage.nest(500),
    garbage.nest(20_000),
    'a:\n' + ''.join(' ' * depth + 'a:\n' for depth in range(1, 300)),
    '- ' * 2000 + 'a',
)
_ENVIRONMENT = (
    *('LD_PRELOAD', 'OPENSSL_CONF', 'GCONV_PATH', 'GLIBC_TUNABLES', 'PATH'),
    *('PYTHONPATH', 'BASH_ENV', 'IFS', 'HOME', '_', 'TMPDIR', '', 'A=B'),
    *('ANSIBLE_CONFIG', 'ANSIBLE_VAULT_PASSWORD_FILE', 'CLOUD_TOKEN'),
    *('ANSIBLE_INVENTORY_IGNORE_REGEX', 'ANSIBLE_YAML_FILENAME_EXT'),
)
_OWNERS = {'organization': 'organizations', 'inventory': 'inventories'}


def document(chance, fields, ids, whole=True):
    """Return a body with some fields, or any body if there are none."""
    if not fields:
        return chance.one(
            (
                {},
                {'rack': 'r5', 'list': [1, {'a': None}]},
                {'id': 1},
                {'username': 'admin', 'password': 'x', 'scope': 'write'},
                {'os': garbage.mark(chance)},
                garbage.mark(chance),
                garbage.value(chance),
            )
        )
    body = {
        name: _value(chance, name, field, ids)
        for name, field in fields.items()
        if chance.often(90 if field.get('required') and whole else 35)
    }
    if 'id' in fields and chance.often(30):
        body['disassociate'] = chance.one((True, False, None, 'x'))
    return body


def _value(chance, name, field, ids):
    if 'choices' in field:
        return chance.one(field['choices'])[0]
    if name == 'host_filter':
        return filters.text(chance)
    if name == 'source_vars' and chance.often(40):
        return _environment(chance)
    if name in ('variables', 'source_vars'):
        return _variables(chance)
    maker = _MAKERS.get(field['type'], _text)
    return maker(chance, name, field, ids)


def _environment(chance):
    """Return source variables that would change what programs run."""
    values = ('/tmp/x', 1, *garbage.TEXTS)
    return json.dumps(
        {name: chance.one(values) for name in chance.some(_ENVIRONMENT)}
    )


def _variables(chance):
    """Return a text of variables, one in five with Ansible's marks."""
    if chance.often(80):
        return chance.one(_VARIABLES)
    name = chance.one(('a', *garbage.RESERVED))
    variables = {
        name: garbage.mark(chance),
        'compose': {'b': garbage.mark(chance)},
    }
    text = json.dumps(variables)
    return chance.one(
        (text, text.replace('__ansible', r'\u005f_ansible'), f'---\n{text}')
    )


def _text(chance, name, _field, _ids):
    if name == 'source_path':
        return chance.one(('estate', '../x', '/etc/passwd', 'estate/x', '.'))
    if name == 'limit':
        return chance.one(('web*', '!x', '@/etc/passwd', 'a:&b', '~('))
    if name == 'host_filter':
        return chance.one(('^web', '(', '(a+)+$'))
    return chance.one(_NAMES)


def _reference(chance, name, _field, ids):
    choices = ids.get(_OWNERS.get(name, ''), ()) or (1,)
    return chance.one(choices) if chance.often(95) else chance.one((0, 99999))


def _number(chance, name, field, ids):
    if name == 'id':
        return chance.one((*ids['hosts'], *ids['groups']) or (1,))
    least = field.get('min_value', 0)
    return chance.one((least, least + 1, 1, 2, field.get('max_value', 9)))


def _boolean(chance, *_rest):
    return chance.one((True, False, 0, 1, 'yes', 'no'))


def _list(chance, _name, field, ids):
    child = field.get('child', {})
    count = chance.weigh({0: 1, 1: 4, 3: 3, 120: 1})
    if child.get('children'):
        return [document(chance, child['children'], ids) for _ in range(count)]
    return [chance.one((*ids['hosts'], 99999)) for _ in range(count)]


def _object(chance, *_rest):
    return garbage.value(chance)


_MAKERS = {
    'id': _reference,
    'integer': _number,
    'decimal': _number,
    'boolean': _boolean,
    'list': _list,
    'object': _object,
    'json': _object,
}


def to_yaml(chance, req):
    """Return the request with its body in YAML, or in invalid YAML."""
    if chance.often(40):
        body = chance.one(_VARIABLES).encode('utf-8', 'surrogatepass')
    else:
        try:
            body = yaml.safe_dump(json.loads(req.body)).encode()
        except (ValueError, RecursionError):
            body = req.body
    language = chance.one(('application/yaml', 'text/yaml'))
    return _replace_body(language, req, body)


def to_form(chance, req):
    """Return the request with a login form, or with an invalid one."""
    if chance.often(15):
        return req
    pairs = [
        (
            'username',
            chance.one(('admin', 'é', '', chance.one(garbage.TEXTS))),
        ),
        ('password', chance.one(('admin', '', chance.one(garbage.TEXTS)))),
        ('next', chance.one(('/api/', '//x', chance.one(garbage.TEXTS)))),
    ]
    body = spoiling.encode(chance.some(pairs)).encode()
    return _replace_body('application/x-www-form-urlencoded', req, body)


def _replace_body(media_type, req, body):
    other_headers = [pair for pair in req.headers if pair[0] != 'Content-Type']
    return dataclasses.replace(
        req, body=body, headers=(*other_headers, ('Content-Type', media_type))
    )
