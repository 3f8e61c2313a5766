"""While the database accepts no writes, all that only reads is answered."""

import contextlib
import datetime
import json
import os
import pathlib
import tempfile
from unittest import mock

import sqlalchemy as sa
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base as table_base
from placement_inv.handlers.host_inventory import routes as host_routes
from placement_inv.handlers.placement import routes as placement_routes
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import passwords
from placement_inv.tests.functional import base
from placement_inv.tests.functional import password_access

_UUID = '00000000-0000-4000-8000-000000000001'
_PROVIDER = f'/resource_providers/{_UUID}'

#: What a standby's or a full disk's answer to a write is like.
_FORBID = {
    'sqlite': 'PRAGMA query_only = 1',
    'postgresql': 'SET default_transaction_read_only = on',
    'mariadb': 'SET SESSION TRANSACTION READ ONLY',
}

#: One object of each kind; in an empty database its id is 1.
_OBJECTS = (
    ('POST', '/resource_providers', {'name': 'one', 'uuid': _UUID}),
    (
        'PUT',
        f'{_PROVIDER}/inventories',
        {
            'resource_provider_generation': 0,
            'inventories': {'VCPU': {'total': 8}},
        },
    ),
    ('POST', '/api/v2/tokens/', {'scope': 'write'}),
    ('POST', '/api/v2/organizations/', {'name': 'one'}),
    ('POST', '/api/v2/inventories/', {'name': 'one', 'organization': 1}),
    ('POST', '/api/v2/hosts/', {'name': 'one', 'inventory': 1}),
    ('POST', '/api/v2/groups/', {'name': 'group', 'inventory': 1}),
    (
        'POST',
        '/api/v2/inventory_sources/',
        {
            'name': 'one',
            'inventory': 1,
            'source': 'file',
            'source_path': 'one.ini',
        },
    ),
    ('POST', '/api/v2/inventory_sources/1/update/', None),
)

_QUERIES = {
    '/allocation_candidates': '?resources=VCPU:1',
    '/api/v2/smart_filter': '?host_filter=name=one',
    '/api/v2/hosts/{id}/explain': '?host_filter=name=one',
    '/usages': '?project_id=one',
}
_WRITES = (
    ('PUT', '/traits/CUSTOM_ONE', None),
    (
        'PUT',
        f'/allocations/{_UUID}',
        {
            'allocations': {_UUID: {'resources': {'VCPU': 1}}},
            'project_id': 'one',
            'user_id': 'one',
            'consumer_generation': None,
            'consumer_type': 'INSTANCE',
        },
    ),
    ('DELETE', _PROVIDER, None),
    ('PATCH', '/api/v2/hosts/1/', {'description': 'other'}),
    ('DELETE', '/api/v2/inventories/1/', None),
    ('POST', '/api/v2/inventory_sources/1/update/', None),
    ('POST', '/api/v2/tokens/', {'scope': 'write'}),
)


@base.on_every_database
class TestUnwritableDatabase:
    backend: str
    __test__ = False

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_ro')
        )
        sources = undo.enter_context(tempfile.TemporaryDirectory())
        pathlib.Path(sources, 'one.ini').write_text('one\n')
        settings = conf.load(config_files=[])
        for group, name, value in (
            ('api', 'auth_strategy', 'noauth2'),
            ('placement_database', 'connection', url),
            ('placement_database', 'sync_on_startup', True),
            ('inventory_sources', 'file_roots', [sources]),
        ):
            settings.set_override(name, value, group)
        self.services = deploy.services(settings)
        undo.callback(self.services.database.dispose)
        deploy.prepare(self.services)
        self.application = deploy.loadapp(settings, self.services)

    def _forbid_writes(self):
        """Let no connection write from now on, and forget what is cached."""

        def forbid(connection, _record):
            cursor = connection.cursor()
            cursor.execute(_FORBID[self.backend])
            cursor.close()
            connection.commit()

        sa.event.listen(self.services.database.engine, 'connect', forbid)
        self.services.database.dispose()
        self.services.people._ids.clear()

    def _ask(self, method, path, body=None, user='admin'):
        headers = {
            'X-Auth-Token': user,
            'X-Roles': 'admin' if user == 'admin' else 'member',
            'OpenStack-API-Version': 'placement latest, host-inventory latest',
            'Content-Type': 'application/json',
        }
        request = webob.Request.blank(
            path,
            method=method,
            headers=headers,
            body=b'' if body is None else json.dumps(body).encode(),
        )
        return request.get_response(self.application)

    def _create_objects(self):
        for method, path, body in _OBJECTS:
            answer = self._ask(method, path, body)
            self.assertLess(answer.status_int, 300, (path, answer.text))

    def _assert_all_are_read(self, user):
        """Read every path of both families but those of `_WRITES`."""
        for table in (placement_routes.ROUTES, host_routes.ROUTES):
            for pattern in (path for path in table if 'GET' in table[path]):
                path = pattern.replace('{id}', '1')
                path = path.replace('{name}', 'HW_CPU_X86_AVX')
                path = path.replace('{resource_class}', 'VCPU')
                for name in ('{uuid}', '{consumer_uuid}'):
                    path = path.replace(name, _UUID)
                if pattern == '/resource_classes/{name}':
                    path = '/resource_classes/VCPU'
                answer = self._ask(
                    'GET', path + _QUERIES.get(pattern, ''), user=user
                )
                statuses = (200, 204, 302, 404, 405)
                if user != 'admin':
                    statuses += (403,)
                self.assertIn(answer.status_int, statuses, (path, answer.text))

    def test_everything_can_be_read(self):
        self._create_objects()
        self._forbid_writes()
        self._assert_all_are_read('admin')

    def test_all_but_their_own_user_is_read_by_users_without_a_row(self):
        self._create_objects()
        self._forbid_writes()
        answer = self._ask('GET', '/api/v2/me/', user='stranger')
        self.assertEqual(503, answer.status_int)
        for path in ('users/', 'tokens/', 'hosts/1/'):
            answer = self._ask('GET', f'/api/v2/{path}', user='stranger')
            self.assertEqual(200, answer.status_int, (path, answer.text))
        answer = self._ask('GET', '/api/v2/tokens/', user='stranger')
        self.assertEqual(0, answer.json['count'])
        for path in ('users/1/', 'users/1/tokens/'):
            answer = self._ask('GET', f'/api/v2/{path}', user='stranger')
            self.assertEqual(404, answer.status_int, path)

    def test_the_change_record_has_what_was_read_before(self):
        self._create_objects()
        before = self._ask('GET', '/api/v2/changes/').json
        self._ask('PATCH', '/api/v2/hosts/1/', {'description': 'new'})
        self._forbid_writes()
        answer = self._ask('GET', '/api/v2/changes/')
        self.assertEqual(200, answer.status_int, answer.text)
        self.assertEqual(before, answer.json)
        end = self._ask('GET', '/api/v2/changes/?since=latest').json['cursor']
        self.assertEqual(before['cursor'], end)

    def test_writes_are_503_for_a_while(self):
        self._create_objects()
        self._forbid_writes()
        for method, path, body in _WRITES:
            answer = self._ask(method, path, body)
            self.assertEqual(503, answer.status_int, (path, answer.text))
            self.assertEqual('5', answer.headers['Retry-After'])
            self.assertIn('cannot write to its database', answer.text)


class TestSessionsAndTokens(password_access.AccessTest, testtools.TestCase):
    """Sessions are not extended, and keys of deleted users not ended."""

    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        self.alice, self.admin = self.caller(), self.caller()
        self.alice.login('alice', passwords.PASSWORDS['alice'])
        self.admin.login()

    def _forbid_writes(self):
        return mock.patch.object(
            transactions.Database,
            'write',
            side_effect=exceptions.DatabaseUnwritable(),
        )

    def test_a_session_that_cannot_be_extended_is_valid_until_its_end(self):
        self._age_sessions(datetime.timedelta(seconds=60))
        with self._forbid_writes() as write:
            self.assertTrue(self.admin.is_known())
        write.assert_called_once()
        self._age_sessions(datetime.timedelta(seconds=-1))
        with self._forbid_writes():
            self.assertFalse(self.admin.is_known())

    def _age_sessions(self, left):
        now = table_base.utcnow()
        with self.database.engine.begin() as connection:
            connection.execute(
                tables.access.sessions.update().values(
                    updated_at=now - datetime.timedelta(days=1),
                    expires_at=now + left,
                )
            )

    def test_a_deleted_user_is_refused_and_others_are_not(self):
        entries = self.path.read_text()
        self.write('admin')
        with self._forbid_writes():
            self.assertFalse(self.alice.is_known())
        # A session of the user before is none of a new user of the name.
        self.path.write_text(entries)
        with self._forbid_writes():
            self.assertFalse(self.alice.is_known())
        # The first request after it ends the session.
        self.caller().ask('GET', '/api/')
        self.assertFalse(self.running.credentials.former_users())
        self.assertFalse(self.alice.is_known())

    def test_other_users_are_not_refused_for_a_deleted_one(self):
        entry = self.path.read_text().splitlines()
        self.path.write_text(
            ''.join(f'{line}\n' for line in entry if 'alice' not in line)
        )
        with self._forbid_writes() as write:
            self.assertTrue(self.admin.is_known())
        write.assert_called()


class TestReadOnlyFile(testtools.TestCase):
    """SQLite's own answer for a file that only its owner may write."""

    def test_reads_are_answered_and_writes_are_503(self):
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(database.empty_database('sqlite', 'file'))
        for connection in (url, self._read_only(url)):
            settings = conf.load(config_files=[])
            settings.set_override('auth_strategy', 'noauth2', 'api')
            settings.set_override(
                'connection', connection, 'placement_database'
            )
            services = deploy.services(settings)
            undo.callback(services.database.dispose)
            if connection == url:
                settings.set_override(
                    'sync_on_startup', True, 'placement_database'
                )
                deploy.prepare(services)
        application = deploy.loadapp(settings, services)
        for method, path, status in (
            ('GET', '/resource_providers', 200),
            ('GET', '/api/v2/hosts/', 200),
            ('GET', '/api/v2/changes/', 200),
            ('PUT', '/traits/CUSTOM_ONE', 503),
        ):
            request = webob.Request.blank(
                path,
                method=method,
                headers={
                    'X-Auth-Token': 'admin',
                    'OpenStack-API-Version': 'placement latest, '
                    'host-inventory latest',
                },
            )
            answer = request.get_response(application)
            self.assertEqual(status, answer.status_int, answer.text)

    @staticmethod
    def _read_only(url):
        path = sa.make_url(url).database
        return f'sqlite:///file:{path}?mode=ro&uri=true'
