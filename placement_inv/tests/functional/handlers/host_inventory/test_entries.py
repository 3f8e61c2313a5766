"""Each request that changes something leaves one entry; no route is missed."""

import base64
import json
import pathlib
import tempfile

import sqlalchemy as sa
import webob

from placement_inv import deploy
from placement_inv import tests
from placement_inv.db import tables
from placement_inv.handlers.host_inventory import routes
from placement_inv.tests.fixtures import passwords
from placement_inv.tests.functional import base
from placement_inv.web import credentials

_CHANGES = tables.host_inventory.host_inventory_changes
_ESTATES = str(pathlib.Path(tests.__file__).parent / 'data' / 'inventories')
_API = '/api/v2'
_USER_NAME = 'admin'
_PASSWORD = passwords.PASSWORDS[_USER_NAME]
_WHO = base64.b64encode(f'{_USER_NAME}:{_PASSWORD}'.encode()).decode()
_WRITES = {'POST', 'PUT', 'PATCH', 'DELETE'}
#: What begins or ends a session changes nothing that others see.
_SILENT = {'/api/login', '/api/logout'}

_HOST = '/api/v2/hosts/{id}'
_GROUP = '/api/v2/groups/{id}'
_INVENTORY = '/api/v2/inventories/{id}'
_SOURCE = '/api/v2/inventory_sources/{id}'
_UPDATE = '/api/v2/inventory_updates/{id}'
_TOKEN = '/api/v2/tokens/{id}'
_USER = '/api/v2/users/{id}'
_MADE = '/api/v2/constructed_inventories/{id}'
_ORGANIZATION = '/api/v2/organizations/{id}'


def _in(parent, part):
    return f'{parent}/{part}'


#: (method, route, row, body, what the answer's row is called). `row` and
#: texts of a body that begin with $ are rows that were made before.
_REQUESTS = (
    ('POST', f'{_API}/organizations', '', {'name': 'o'}, 'o'),
    ('PUT', _ORGANIZATION, '$o', {'name': 'o2'}, ''),
    ('PATCH', _ORGANIZATION, '$o', {'description': 'x'}, ''),
    (
        'POST',
        f'{_API}/inventories',
        '',
        {'name': 'i', 'organization': '$o'},
        'i',
    ),
    ('PUT', _INVENTORY, '$i', {'name': 'i2', 'organization': '$o'}, ''),
    ('PATCH', _INVENTORY, '$i', {'description': 'x'}, ''),
    ('PUT', _in(_INVENTORY, 'variable_data'), '$i', {'a': 1}, ''),
    ('PATCH', _in(_INVENTORY, 'variable_data'), '$i', {'b': 1}, ''),
    ('POST', _in(_INVENTORY, 'copy'), '$i', {'name': 'twin'}, 'twin'),
    ('POST', f'{_API}/hosts', '', {'name': 'h1', 'inventory': '$i'}, 'h1'),
    ('POST', _in(_INVENTORY, 'hosts'), '$i', {'name': 'h2'}, 'h2'),
    ('PUT', _HOST, '$h1', {'name': 'h0', 'inventory': '$i'}, ''),
    ('PATCH', _HOST, '$h1', {'enabled': False}, ''),
    ('PUT', _in(_HOST, 'variable_data'), '$h1', {'a': 1}, ''),
    ('PATCH', _in(_HOST, 'variable_data'), '$h1', {'b': 1}, ''),
    ('PUT', _in(_HOST, 'ansible_facts'), '$h1', {'a': 1}, ''),
    ('PATCH', _in(_HOST, 'ansible_facts'), '$h1', {'b': 1}, ''),
    ('DELETE', _in(_HOST, 'ansible_facts'), '$h1', None, ''),
    (
        'PATCH',
        _in(_INVENTORY, 'ansible_facts'),
        '$i',
        {'hosts': {'h0': {'a': 1}, 'h2': {'a': 1}}},
        '',
    ),
    ('POST', f'{_API}/groups', '', {'name': 'g1', 'inventory': '$i'}, 'g1'),
    ('POST', _in(_INVENTORY, 'groups'), '$i', {'name': 'g2'}, 'g2'),
    ('POST', _in(_INVENTORY, 'root_groups'), '$i', {'name': 'g3'}, 'g3'),
    ('PUT', _GROUP, '$g1', {'name': 'g0', 'inventory': '$i'}, ''),
    ('PATCH', _GROUP, '$g1', {'description': 'x'}, ''),
    ('PUT', _in(_GROUP, 'variable_data'), '$g1', {'a': 1}, ''),
    ('PATCH', _in(_GROUP, 'variable_data'), '$g1', {'b': 1}, ''),
    ('POST', _in(_GROUP, 'hosts'), '$g1', {'id': '$h1'}, ''),
    ('POST', _in(_HOST, 'groups'), '$h2', {'id': '$g1'}, ''),
    ('POST', _in(_GROUP, 'children'), '$g1', {'id': '$g2'}, ''),
    (
        'POST',
        f'{_API}/bulk/host_create',
        '',
        {'inventory': '$i', 'hosts': [{'name': 'b1'}]},
        '',
    ),
    (
        'POST',
        f'{_API}/bulk/host_upsert',
        '',
        {'inventory': '$i', 'hosts': [{'name': 'b2'}]},
        '',
    ),
    (
        'POST',
        f'{_API}/bulk/host_patch',
        '',
        {'hosts': [{'id': '$h2', 'description': 'y'}]},
        '',
    ),
    (
        'POST',
        f'{_API}/bulk/host_associate',
        '',
        {'group': '$g2', 'hosts': ['$h2']},
        '',
    ),
    ('POST', f'{_API}/bulk/host_delete', '', {'hosts': ['$h2']}, ''),
    (
        'POST',
        f'{_API}/constructed_inventories',
        '',
        {'name': 'm', 'organization': '$o'},
        'm',
    ),
    ('PUT', _MADE, '$m', {'name': 'm2', 'organization': '$o'}, ''),
    ('PATCH', _MADE, '$m', {'limit': 'web'}, ''),
    ('POST', _in(_INVENTORY, 'input_inventories'), '$m', {'id': '$i'}, ''),
    (
        'POST',
        f'{_API}/inventory_sources',
        '',
        {'name': 's', 'inventory': '$i', 'source': 'file'},
        's0',
    ),
    (
        'POST',
        _in(_INVENTORY, 'inventory_sources'),
        '$twin',
        {'name': 's', 'source': 'file'},
        's',
    ),
    (
        'PUT',
        _SOURCE,
        '$s0',
        {'name': 's2', 'inventory': '$i', 'source': 'file'},
        '',
    ),
    ('PATCH', _SOURCE, '$s', {'source_path': 'estate'}, ''),
    ('POST', _in(_SOURCE, 'update'), '$s', {}, 'u'),
    ('POST', _in(_INVENTORY, 'update_inventory_sources'), '$m', {}, ''),
    ('POST', _in(_UPDATE, 'cancel'), '$u', {}, ''),
    ('DELETE', _UPDATE, '$u', None, ''),
    ('DELETE', _in(_SOURCE, 'hosts'), '$s', None, ''),
    ('DELETE', _in(_SOURCE, 'groups'), '$s', None, ''),
    ('DELETE', _SOURCE, '$s', None, ''),
    ('POST', f'{_API}/tokens', '', {'scope': 'read'}, 't'),
    ('POST', _in(_USER, 'tokens'), '$me', {'scope': 'read'}, ''),
    ('POST', _in(_USER, 'personal_tokens'), '$me', {'scope': 'read'}, ''),
    ('PUT', _TOKEN, '$t', {'scope': 'write'}, ''),
    ('PATCH', _TOKEN, '$t', {'description': 'x'}, ''),
    ('DELETE', _TOKEN, '$t', None, ''),
    ('DELETE', _HOST, '$h1', None, ''),
    ('DELETE', _GROUP, '$g1', None, ''),
    ('DELETE', _INVENTORY, '$twin', None, ''),
    ('DELETE', _MADE, '$x', None, ''),
    ('DELETE', _ORGANIZATION, '$p', None, ''),
)
#: A source without hosts or groups has none to delete.
_NOTHING = {_in(_SOURCE, 'hosts'), _in(_SOURCE, 'groups')}


@base.on_every_database
class TestEntries(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        htpasswd = pathlib.Path(directory.name, 'htpasswd')
        passwords.write(htpasswd)
        self._set('auth_strategy', 'http_basic', 'api')
        self._set('http_basic_auth_user_file', str(htpasswd), 'api')
        self._set('file_roots', [_ESTATES], 'inventory_sources')
        self._application = deploy.loadapp(
            self.conf,
            deploy.Services(
                self.conf,
                self.database,
                self.services.policy,
                credentials.create(self.conf),
            ),
        )

    def _set(self, name, value, group):
        self.conf.set_override(name, value, group)
        self.addCleanup(self.conf.clear_override, name, group)

    def _ask(self, method, path, body=None):
        req = webob.Request.blank(
            path if '?' in path else f'{path}/',
            method=method,
            headers={
                'Authorization': f'Basic {_WHO}',
                'Content-Type': 'application/json',
                'OpenStack-API-Version': 'host-inventory 1.14',
            },
        )
        if body is not None:
            req.body = json.dumps(body).encode()
        found = req.get_response(self._application)
        self.assertLess(found.status_int, 400, (method, path, found.text))
        return found

    def _entries(self):
        return self.rows(sa.select(_CHANGES).order_by(_CHANGES.c.id))

    def _prepare(self):
        """Return {name: id} of what the requests need beside their own."""
        me = self._ask('GET', f'{_API}/me').json['results'][0]['id']
        made = {'me': me}
        for name in ('p', 'q'):
            found = self._ask('POST', f'{_API}/organizations', {'name': name})
            made[name] = found.json['id']
        body = {'name': 'x', 'organization': made['q']}
        found = self._ask('POST', f'{_API}/constructed_inventories', body)
        return {**made, 'x': found.json['id']}

    def test_each_route_that_writes_leaves_one(self):
        made = self._prepare()

        def filled(value):
            if isinstance(value, dict):
                return {name: filled(each) for name, each in value.items()}
            if isinstance(value, list):
                return [filled(each) for each in value]
            is_name = isinstance(value, str) and value.startswith('$')
            return made[value[1:]] if is_name else value

        before = len(self._entries())
        for method, route, row, body, name in _REQUESTS:
            path = route.replace('{id}', str(filled(row)))
            found = self._ask(method, path, filled(body))
            if name:
                made[name] = found.json['id']
            new = self._entries()[before:]
            count = 0 if route in _NOTHING else 1
            self.assertEqual(count, len(new), (method, route, new))
            before += count
            for entry in new:
                self.assertEqual(_USER_NAME, entry.actor, (method, route))
                self.assertNotEqual('', entry.request_id)
        self._check_all_are_shown(before)

    def _check_all_are_shown(self, count):
        found = self._ask('GET', f'{_API}/changes/?page_size=200').json
        self.assertEqual(count, len(found['results']))
        self.assertFalse(found['more'])

    def test_no_route_is_forgotten(self):
        self.assertEqual(
            {
                (method, route)
                for route, methods in routes.ROUTES.items()
                if route not in _SILENT
                for method in _WRITES & methods.keys()
            },
            {(method, route) for method, route, *_rest in _REQUESTS},
        )
