"""What stands between keystonemiddleware and the families."""

from keystonemiddleware import auth_token
from keystonemiddleware import fixture
import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
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

    def test_the_header_that_has_a_token_counts(self):
        for headers, user in (
            ({}, 'nobody'),
            ({'Authorization': 'Bearer one'}, 'one'),
            ({'Authorization': 'bearer  one '}, 'one'),
            ({'Authorization': 'Bearer'}, 'nobody'),
            ({'Authorization': 'Basic one'}, 'nobody'),
            ({'X_Auth_Token': 'one'}, 'one'),
            ({'X_Auth_Token': 'one', 'Authorization': 'Bearer other'}, 'one'),
            ({'X_Auth_Token': 'one', 'Authorization': 'Bearer'}, 'one'),
        ):
            answer = _ask(self.application, '/', **headers)
            self.assertEqual(user, answer.text, headers)
