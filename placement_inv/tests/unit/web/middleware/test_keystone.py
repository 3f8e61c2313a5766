"""Tokens of Keystone, and callers without a valid one."""

from unittest import mock

import fixtures
from keystoneauth1 import exceptions as client_errors
from keystonemiddleware import auth_token
from keystonemiddleware import fixture
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv import exceptions
from placement_inv.web.middleware import keystone

_URI = 'https://keystone.example.org'
_PATHS = ('/traits', '/resource_providers', '/api/v2/hosts/')


def _settings(www_authenticate_uri=None, auth_type=None, strategy='keystone'):
    settings = conf.load(config_files=[])
    settings.set_override('auth_strategy', strategy, 'api')
    for group, options in auth_token.list_opts():
        settings.register_opts(options, group=group)
    for name, value in (
        ('www_authenticate_uri', www_authenticate_uri),
        ('auth_type', auth_type),
    ):
        settings.set_override(name, value, 'keystone_authtoken')
    return settings


def _ask(application, path, **headers):
    request = webob.Request.blank(
        path,
        headers={
            name.replace('_', '-'): text for name, text in headers.items()
        },
    )
    return request.get_response(application)


class TestStrangers(testtools.TestCase):
    def _assert_refused(self, answer, challenge, *details):
        self.assertEqual(401, answer.status_int, details)
        self.assertEqual(
            [challenge], answer.headers.getall('WWW-Authenticate'), details
        )

    def test_a_refusal_has_one_challenge(self):
        application = deploy.loadapp(_settings(_URI))
        for path in _PATHS:
            self._assert_refused(
                _ask(application, path), f'Keystone uri="{_URI}"', path
            )

    def _assert_unavailable(self, answer, details):
        self.assertEqual(503, answer.status_int, details)
        self.assertEqual('5', answer.headers['Retry-After'], details)
        self.assertNotIn('WWW-Authenticate', answer.headers, details)
        self.assertIn('cannot ask Keystone', answer.text, details)

    def test_without_an_address_of_keystone_callers_are_unknown(self):
        application = deploy.loadapp(_settings())
        for path in _PATHS:
            for headers in (
                {},
                {'X_Auth_Token': ''},
            ):
                answer = _ask(application, path, **headers)
                self._assert_refused(answer, 'Keystone', path, headers)

    def test_without_an_address_of_keystone_tokens_cannot_be_validated(self):
        application = deploy.loadapp(_settings())
        for path in _PATHS:
            for headers in (
                {'X_Auth_Token': 'guessed'},
                {'X_Storage_Token': 'guessed'},
                {'X_Service_Token': 'guessed'},
                {'Authorization': 'Bearer guessed'},
            ):
                answer = _ask(application, path, **headers)
                self._assert_unavailable(answer, (path, headers))

    def test_responses_that_are_not_those_of_keystone_are_an_outage(self):
        application = deploy.loadapp(_settings(_URI))
        for error in (
            KeyError('token'),
            NotImplementedError('Unrecognized auth response'),
            TypeError('argument after ** must be a mapping'),
        ):
            with mock.patch.object(
                auth_token.AuthProtocol, 'fetch_token', side_effect=error
            ):
                answer = _ask(application, '/traits', X_Auth_Token='secret')
            self._assert_unavailable(answer, error)

    def test_an_outage_that_the_library_takes_for_a_refusal_is_an_outage(self):
        application = deploy.loadapp(_settings(_URI))

        def fetch_token(_self, _token, **_options):
            try:
                raise client_errors.ConnectFailure('refused')
            except client_errors.ConnectFailure:
                # The library does not name the cause.
                raise auth_token.InvalidToken('unavailable')  # noqa: B904

        with mock.patch.object(
            auth_token.AuthProtocol, 'fetch_token', fetch_token
        ):
            answer = _ask(application, '/traits', X_Auth_Token='secret')
        self._assert_unavailable(answer, 'outage')

    def test_an_invalid_token_is_a_refusal(self):
        application = deploy.loadapp(_settings(_URI))
        with mock.patch.object(
            auth_token.AuthProtocol,
            'fetch_token',
            side_effect=auth_token.InvalidToken('unknown'),
        ):
            answer = _ask(application, '/traits', X_Auth_Token='secret')
        self._assert_refused(answer, f'Keystone uri="{_URI}"', 'unknown')

    def test_a_failed_validation_is_logged_without_the_token(self):
        application = deploy.loadapp(_settings(_URI))
        with self._logs('ERROR') as logs:
            _ask(application, '/traits', X_Auth_Token='s3cret')
        (line,) = logs.output
        self.assertIn('Unable to validate a token', line)
        self.assertNotIn('s3cret', line)

    def _logs(self, level):
        return self.assertLogs(keystone.LOG, level)


class TestTokens(testtools.TestCase):
    def setUp(self):
        super().setUp()
        tokens = self.useFixture(fixture.AuthTokenFixture())
        for name in ('one', 'other'):
            tokens.add_token_data(
                token_id=name, user_id=name, project_id='p', role_list=['x']
            )
        self.application = keystone.middleware(self._whoami, _settings(_URI))

    @staticmethod
    def _whoami(environ, start_response):
        user = environ.get('HTTP_X_USER_ID', 'nobody')
        return webob.Response(text=user)(environ, start_response)

    def test_the_header_that_has_a_token_is_used(self):
        for headers, user in (
            ({}, 'nobody'),
            ({'Authorization': 'Bearer one'}, 'one'),
            ({'Authorization': 'bearer  one '}, 'one'),
            ({'Authorization': 'Bearer'}, 'nobody'),
            ({'Authorization': 'Basic one'}, 'nobody'),
            ({'X_Auth_Token': 'one'}, 'one'),
            ({'X_Auth_Token': '', 'Authorization': 'Bearer one'}, 'one'),
            ({'X_Auth_Token': ' \t', 'Authorization': 'Bearer one'}, 'one'),
            ({'X_Auth_Token': 'one', 'Authorization': 'Bearer other'}, 'one'),
            ({'X_Auth_Token': 'one', 'Authorization': 'Bearer'}, 'one'),
        ):
            answer = _ask(self.application, '/', **headers)
            self.assertEqual(user, answer.text, headers)


class TestConfiguration(testtools.TestCase):
    def test_a_start_without_an_auth_plugin_is_logged_once(self):
        with self.assertLogs(keystone.LOG, 'WARNING') as logs:
            deploy.loadapp(_settings(_URI))
        (line,) = logs.output
        self.assertIn('[keystone_authtoken]auth_type is not set', line)

    def test_other_configurations_log_no_problem(self):
        for settings in (
            _settings(auth_type='none'),
            _settings(strategy='http_basic'),
            _settings(strategy='noauth2'),
        ):
            self.assertIsNone(keystone.configuration_problem(settings))
            with self.assertNoLogs(keystone.LOG, 'WARNING'):
                deploy.loadapp(settings)


class TestReadiness(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.now = 100.0
        self.validation = keystone.TokenValidation(
            None, _settings(_URI), clock=lambda: self.now
        )
        self.answers = []
        self.questions = 0
        self.useFixture(
            fixtures.MockPatchObject(
                self.validation._session, 'get_token', lambda _auth: 'own'
            )
        )
        self.useFixture(
            fixtures.MockPatchObject(
                self.validation._identity_server, 'verify_token', self._verify
            )
        )
        self.error = None

    def _verify(self, token):
        self.questions += 1
        if self.error:
            raise self.error

    def test_it_is_ready_while_its_own_token_is_validated(self):
        self.validation.check_readiness()

    def test_it_is_not_ready_without_keystone(self):
        for error in (
            client_errors.ConnectFailure('refused'),
            client_errors.Unauthorized('password'),
            KeyError('token'),
        ):
            self.error = error
            self.now += 5
            with self.assertLogs(keystone.LOG, 'WARNING'):
                self.assertRaises(
                    exceptions.IdentityUnavailable,
                    self.validation.check_readiness,
                )

    def test_keystone_is_asked_at_most_once_in_some_seconds(self):
        for _attempt in range(3):
            self.validation.check_readiness()
        self.assertEqual(1, self.questions)
        self.now += 5
        self.error = KeyError('token')
        for _attempt in range(3):
            self.assertRaises(
                exceptions.IdentityUnavailable,
                self.validation.check_readiness,
            )
        self.assertEqual(2, self.questions)
        self.now += 5
        self.error = None
        self.validation.check_readiness()
