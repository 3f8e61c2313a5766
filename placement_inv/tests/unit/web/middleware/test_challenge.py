import types

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.web import request
from placement_inv.web.middleware import challenge


def _refusal(strategy, path):
    """Return the answer of an application to a stranger."""
    settings = conf.load(config_files=[])
    settings.set_override('auth_strategy', strategy, 'api')
    application = deploy.loadapp(settings)
    return webob.Request.blank(path).get_response(application)


class TestChallenge(testtools.TestCase):
    def test_both_families_say_how_to_get_in(self):
        # What browsers would keep, they are not asked for where there are
        # sessions.
        for path, told in (
            ('/resource_providers', 'Basic realm="placement-inv"'),
            ('/api/v2/hosts/', 'Bearer realm=api'),
        ):
            answer = _refusal('http_basic', path)
            self.assertEqual(401, answer.status_int)
            self.assertEqual(told, answer.headers['WWW-Authenticate'])

    def test_keystone_is_named_where_it_is_known(self):
        for uri, told in (
            ('https://k.example.org', 'Keystone uri="https://k.example.org"'),
            (None, 'Keystone'),
        ):
            configured = types.SimpleNamespace(
                api=types.SimpleNamespace(auth_strategy='keystone'),
                keystone_authtoken=types.SimpleNamespace(
                    www_authenticate_uri=uri
                ),
            )
            environ = {}
            challenge.Challenge(lambda *_: [], configured)(environ, None)
            self.assertEqual(told, environ[request.CHALLENGE_KEY])

    def test_who_believes_all_has_nothing_to_say(self):
        answer = _refusal('noauth2', '/resource_providers')
        self.assertEqual(401, answer.status_int)
        self.assertNotIn('WWW-Authenticate', answer.headers)
