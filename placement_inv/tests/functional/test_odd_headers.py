"""Headers that no client should send break nothing, whoever authenticates."""

import contextlib
import dataclasses
import pathlib
import tempfile

import fixtures
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import passwords
from placement_inv.tests.fuzz import shot
from placement_inv.tests.fuzz import spoiling

#: Nobody listens there.
_KEYSTONE = """
[keystone_authtoken]
auth_type = password
auth_url = http://127.0.0.1:1
www_authenticate_uri = http://127.0.0.1:1
username = placement
password = secret
project_name = service
user_domain_name = Default
project_domain_name = Default
http_request_max_retries = 0
interface = admin
"""
_CONFIGURATION = """
[oslo_middleware]
enable_proxy_headers_parsing = true
[cors]
allowed_origin = https://dashboard.example.org
"""

_JSON = ('Content-Type', 'application/json')
_FORM = ('Content-Type', 'application/x-www-form-urlencoded')
_VERSIONS = (
    'OpenStack-API-Version',
    'placement latest, host-inventory latest',
)
_COMMON = (('X-Auth-Token', 'admin'), _VERSIONS)
#: Requests of every kind: reads, writes, pages, tables, the login.
_REQUESTS = (
    shot.Shot('GET', '/resource_providers', headers=_COMMON),
    shot.Shot(
        'POST',
        '/resource_providers',
        headers=(*_COMMON, _JSON),
        body=b'{"name": "node"}',
    ),
    shot.Shot('OPTIONS', '/resource_providers', headers=_COMMON),
    shot.Shot('GET', '/api/', headers=_COMMON),
    shot.Shot('GET', '/api/v2/hosts/', 'format=csv', headers=_COMMON),
    shot.Shot(
        'POST',
        '/api/v2/organizations/',
        headers=(*_COMMON, _JSON),
        body=b'{"name": "Engineering"}',
    ),
    shot.Shot('GET', '/api/login/', 'next=/api/', headers=_COMMON),
    shot.Shot(
        'POST',
        '/api/login/',
        headers=(*_COMMON, _FORM),
        body=b'username=admin&password=guessed',
    ),
)


def _odd_requests():
    for name, values in spoiling.HEADERS.items():
        for value in values:
            for request in _REQUESTS:
                left = tuple(
                    pair for pair in request.headers if pair[0] != name
                )
                yield dataclasses.replace(
                    request, headers=(*left, (name, value))
                )


def _is_latin(headers):
    return all(
        ord(character) < 256
        for pair in headers.items()
        for character in ''.join(pair)
    )


class TestOddHeaders(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.useFixture(fixtures.FakeLogger())
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        self.directory = pathlib.Path(
            undo.enter_context(tempfile.TemporaryDirectory())
        )
        self.url = undo.enter_context(
            database.empty_database('sqlite', 'headers')
        )

    def _deploy(self, strategy, text):
        path = self.directory / 'placement-inv.conf'
        path.write_text(_CONFIGURATION + text)
        users = self.directory / 'htpasswd'
        passwords.write(users)
        settings = conf.load(config_files=[str(path)])
        settings.set_override('auth_strategy', strategy, 'api')
        settings.set_override('http_basic_auth_user_file', str(users), 'api')
        settings.set_override('connection', self.url, 'placement_database')
        settings.set_override('sync_on_startup', True, 'placement_database')
        services = deploy.services(settings)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        return deploy.loadapp(settings, services)

    def _check(self, strategy, text=''):
        application = self._deploy(strategy, text)
        statuses, broken = set(), []
        for request in _odd_requests():
            answer = webob.Request(request.environ()).get_response(application)
            statuses.add(answer.status_int)
            if answer.status_int >= 500:
                broken.append(f'{answer.status_int}: {request}'[:300])
            # No server can send other characters than these.
            if not _is_latin(answer.headers):
                broken.append(f'{answer.headers}: {request}'[:300])
        self.assertEqual([], broken)
        return statuses

    def test_who_believes_all_is_not_broken(self):
        statuses = self._check('noauth2')
        self.assertLessEqual({200, 400, 401, 403, 406, 409}, statuses)

    def test_who_reads_passwords_is_not_broken(self):
        statuses = self._check('http_basic')
        self.assertLessEqual({200, 401, 403}, statuses)

    def test_who_asks_keystone_is_not_broken(self):
        statuses = self._check('keystone', _KEYSTONE)
        self.assertLessEqual({200, 401, 403}, statuses)
