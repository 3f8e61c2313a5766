"""Unusual headers cause no 5xx with any authentication strategy."""

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
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest

#: No server listens at this address.
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
#: Requests of every kind: reads, writes, pages, CSV tables, the login.
_REQUESTS = (
    FuzzRequest('GET', '/resource_providers', headers=_COMMON),
    FuzzRequest(
        'POST',
        '/resource_providers',
        headers=(*_COMMON, _JSON),
        body=b'{"name": "node"}',
    ),
    FuzzRequest('OPTIONS', '/resource_providers', headers=_COMMON),
    FuzzRequest('GET', '/api/', headers=_COMMON),
    FuzzRequest('GET', '/api/v2/hosts/', 'format=csv', headers=_COMMON),
    FuzzRequest(
        'POST',
        '/api/v2/organizations/',
        headers=(*_COMMON, _JSON),
        body=b'{"name": "Engineering"}',
    ),
    FuzzRequest('GET', '/api/login/', 'next=/api/', headers=_COMMON),
    FuzzRequest(
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
                other_headers = tuple(
                    pair for pair in request.headers if pair[0] != name
                )
                yield dataclasses.replace(
                    request, headers=(*other_headers, (name, value))
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

    def _check(self, strategy, text='', outage=None):
        """Return the statuses; `outage` is one that may be expected."""
        application = self._deploy(strategy, text)
        statuses, failures = set(), []
        for request in _odd_requests():
            response = webob.Request(request.environ()).get_response(
                application
            )
            statuses.add(response.status_int)
            if response.status_int >= 500 and response.status_int != outage:
                failures.append(f'{response.status_int}: {request}'[:300])
            # A server can send only these characters.
            if not _is_latin(response.headers):
                failures.append(f'{response.headers}: {request}'[:300])
        self.assertEqual([], failures)
        return statuses

    def test_without_authentication(self):
        statuses = self._check('noauth2')
        self.assertLessEqual({200, 400, 401, 403, 406, 409}, statuses)

    def test_with_passwords(self):
        statuses = self._check('http_basic')
        self.assertLessEqual({200, 401, 403}, statuses)

    def test_with_keystone(self):
        # There is no Keystone that could validate a token.
        statuses = self._check('keystone', _KEYSTONE, outage=503)
        self.assertLessEqual({200, 401, 403, 503}, statuses)
