"""Each route that writes leaves one entry in the change record."""

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
from placement_inv.objects.host_inventory.tenancy import roles
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
_TEAM = '/api/v2/teams/{id}'
_ROLE = '/api/v2/roles/{id}'
_CONSTRUCTED = '/api/v2/constructed_inventories/{id}'
_ORGANIZATION = '/api/v2/organizations/{id}'


def _join(parent, part):
    return f'{parent}/{part}'


#: (method, route, row, body, what the answer's row is called). `row` and
#: texts of a body that begin with $ are rows that earlier requests created.
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
    ('PUT', _join(_INVENTORY, 'variable_data'), '$i', {'a': 1}, ''),
    ('PATCH', _join(_INVENTORY, 'variable_data'), '$i', {'b': 1}, ''),
    ('POST', _join(_INVENTORY, 'copy'), '$i', {'name': 'twin'}, 'twin'),
    ('POST', f'{_API}/hosts', '', {'name': 'h1', 'inventory': '$i'}, 'h1'),
    ('POST', _join(_INVENTORY, 'hosts'), '$i', {'name': 'h2'}, 'h2'),
    ('PUT', _HOST, '$h1', {'name': 'h0', 'inventory': '$i'}, ''),
    ('PATCH', _HOST, '$h1', {'enabled': False}, ''),
    ('PUT', _join(_HOST, 'variable_data'), '$h1', {'a': 1}, ''),
    ('PATCH', _join(_HOST, 'variable_data'), '$h1', {'b': 1}, ''),
    ('PUT', _join(_HOST, 'ansible_facts'), '$h1', {'a': 1}, ''),
    ('PATCH', _join(_HOST, 'ansible_facts'), '$h1', {'b': 1}, ''),
    ('DELETE', _join(_HOST, 'ansible_facts'), '$h1', None, ''),
    (
        'PATCH',
        _join(_INVENTORY, 'ansible_facts'),
        '$i',
        {'hosts': {'h0': {'a': 1}, 'h2': {'a': 1}}},
        '',
    ),
    ('POST', f'{_API}/groups', '', {'name': 'g1', 'inventory': '$i'}, 'g1'),
    ('POST', _join(_INVENTORY, 'groups'), '$i', {'name': 'g2'}, 'g2'),
    ('POST', _join(_INVENTORY, 'root_groups'), '$i', {'name': 'g3'}, 'g3'),
    ('PUT', _GROUP, '$g1', {'name': 'g0', 'inventory': '$i'}, ''),
    ('PATCH', _GROUP, '$g1', {'description': 'x'}, ''),
    ('PUT', _join(_GROUP, 'variable_data'), '$g1', {'a': 1}, ''),
    ('PATCH', _join(_GROUP, 'variable_data'), '$g1', {'b': 1}, ''),
    ('POST', _join(_GROUP, 'hosts'), '$g1', {'id': '$h1'}, ''),
    ('POST', _join(_HOST, 'groups'), '$h2', {'id': '$g1'}, ''),
    ('POST', _join(_GROUP, 'children'), '$g1', {'id': '$g2'}, ''),
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
    ('PUT', _CONSTRUCTED, '$m', {'name': 'm2', 'organization': '$o'}, ''),
    ('PATCH', _CONSTRUCTED, '$m', {'limit': 'web'}, ''),
    ('POST', _join(_INVENTORY, 'input_inventories'), '$m', {'id': '$i'}, ''),
    (
        'POST',
        f'{_API}/inventory_sources',
        '',
        {'name': 's', 'inventory': '$i', 'source': 'file'},
        's0',
    ),
    (
        'POST',
        _join(_INVENTORY, 'inventory_sources'),
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
    ('POST', _join(_SOURCE, 'update'), '$s', {}, 'u'),
    ('POST', _join(_INVENTORY, 'update_inventory_sources'), '$m', {}, ''),
    ('POST', _join(_UPDATE, 'cancel'), '$u', {}, ''),
    ('DELETE', _UPDATE, '$u', None, ''),
    ('DELETE', _join(_SOURCE, 'hosts'), '$s', None, ''),
    ('DELETE', _join(_SOURCE, 'groups'), '$s', None, ''),
    ('DELETE', _SOURCE, '$s', None, ''),
    (
        'POST',
        f'{_API}/users',
        '',
        {'username': 'bob', 'password': 'secret'},
        'bob',
    ),
    ('PUT', _USER, '$bob', {'username': 'robert'}, ''),
    ('PATCH', _USER, '$bob', {'first_name': 'Bob'}, ''),
    ('POST', f'{_API}/teams', '', {'name': 't', 'organization': '$q'}, 'a'),
    ('POST', _join(_ORGANIZATION, 'teams'), '$q', {'name': 'b'}, ''),
    ('PUT', _TEAM, '$a', {'name': 'c', 'organization': '$q'}, ''),
    ('PATCH', _TEAM, '$a', {'description': 'x'}, ''),
    ('POST', _join(_TEAM, 'users'), '$a', {'id': '$bob'}, ''),
    ('POST', _join(_ORGANIZATION, 'users'), '$q', {'id': '$bob'}, ''),
    ('POST', _join(_ORGANIZATION, 'admins'), '$q', {'id': '$bob'}, ''),
    ('POST', _join(_ROLE, 'users'), '$read', {'id': '$bob'}, ''),
    ('POST', _join(_ROLE, 'teams'), '$read', {'id': '$a'}, ''),
    ('POST', _join(_USER, 'roles'), '$bob', {'id': '$auditor'}, ''),
    ('POST', _join(_TEAM, 'roles'), '$a', {'id': '$auditor'}, ''),
    ('DELETE', _TEAM, '$a', None, ''),
    ('DELETE', _USER, '$bob', None, ''),
    ('POST', f'{_API}/tokens', '', {'scope': 'read'}, 't'),
    ('POST', _join(_USER, 'tokens'), '$me', {'scope': 'read'}, ''),
    ('POST', _join(_USER, 'personal_tokens'), '$me', {'scope': 'read'}, ''),
    ('PUT', _TOKEN, '$t', {'scope': 'write'}, ''),
    ('PATCH', _TOKEN, '$t', {'description': 'x'}, ''),
    ('DELETE', _TOKEN, '$t', None, ''),
    ('DELETE', _HOST, '$h1', None, ''),
    ('DELETE', _GROUP, '$g1', None, ''),
    ('DELETE', _INVENTORY, '$twin', None, ''),
    ('DELETE', _CONSTRUCTED, '$x', None, ''),
    ('DELETE', _ORGANIZATION, '$p', None, ''),
)
#: A source without hosts or groups has none to delete.
_NOTHING = {_join(_SOURCE, 'hosts'), _join(_SOURCE, 'groups')}


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
                'OpenStack-API-Version': 'host-inventory 1.17',
            },
        )
        if body is not None:
            req.body = json.dumps(body).encode()
        answer = req.get_response(self._application)
        self.assertLess(answer.status_int, 400, (method, path, answer.text))
        return answer

    def _entries(self):
        return self.rows(sa.select(_CHANGES).order_by(_CHANGES.c.id))

    def _prepare(self):
        """Return {name: id} of what the requests need beside their own."""
        me = self._ask('GET', f'{_API}/me').json['results'][0]['id']
        ids = {'me': me}
        for name in ('p', 'q'):
            answer = self._ask('POST', f'{_API}/organizations', {'name': name})
            ids[name] = answer.json['id']
        for name in (roles.READ, roles.AUDITOR):
            ids[name] = roles.role_id(roles.ORGANIZATION, ids['q'], name)
        body = {'name': 'x', 'organization': ids['q']}
        answer = self._ask('POST', f'{_API}/constructed_inventories', body)
        return {**ids, 'x': answer.json['id']}

    def test_each_route_that_writes_leaves_one_entry(self):
        ids = self._prepare()

        def replace_names(value):
            if isinstance(value, dict):
                return {
                    name: replace_names(each) for name, each in value.items()
                }
            if isinstance(value, list):
                return [replace_names(each) for each in value]
            is_name = isinstance(value, str) and value.startswith('$')
            return ids[value[1:]] if is_name else value

        before = len(self._entries())
        for method, route, row, body, name in _REQUESTS:
            path = route.replace('{id}', str(replace_names(row)))
            answer = self._ask(method, path, replace_names(body))
            if name:
                ids[name] = answer.json['id']
            new = self._entries()[before:]
            count = 0 if route in _NOTHING else 1
            self.assertEqual(count, len(new), (method, route, new))
            before += count
            for entry in new:
                self.assertEqual(_USER_NAME, entry.actor, (method, route))
                self.assertNotEqual('', entry.request_id)
        self._check_feed(before)

    def _check_feed(self, count):
        feed = self._ask('GET', f'{_API}/changes/?page_size=200').json
        self.assertEqual(count, len(feed['results']))
        self.assertFalse(feed['more'])

    def test_every_route_that_writes_is_asked(self):
        self.assertEqual(
            {
                (method, route)
                for route, methods in routes.ROUTES.items()
                if route not in _SILENT
                for method in _WRITES & methods.keys()
            },
            {(method, route) for method, route, *_rest in _REQUESTS},
        )
