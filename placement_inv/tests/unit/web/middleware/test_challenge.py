import types

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.web import request
from placement_inv.web.middleware import challenge


def _find_refusal(strategy, path):
    """Return the response of an application to an unknown caller."""
    settings = conf.load(config_files=[])
    settings.set_override('auth_strategy', strategy, 'api')
    application = deploy.loadapp(settings)
    return webob.Request.blank(path).get_response(application)


class TestChallenge(testtools.TestCase):
    def test_both_families_send_a_challenge(self):
        # Browsers keep passwords of Basic; the family with sessions does not
        # ask for them.
        for path, value in (
            ('/resource_providers', 'Basic realm="placement-inv"'),
            ('/api/v2/hosts/', 'Bearer realm=api'),
        ):
            answer = _find_refusal('http_basic', path)
            self.assertEqual(401, answer.status_int)
            self.assertEqual(value, answer.headers['WWW-Authenticate'])

    def test_the_address_of_keystone_is_sent_if_it_is_known(self):
        for uri, value in (
            ('https://k.example.org', 'Keystone uri="https://k.example.org"'),
            (None, 'Keystone'),
        ):
            settings = types.SimpleNamespace(
                api=types.SimpleNamespace(auth_strategy='keystone'),
                keystone_authtoken=types.SimpleNamespace(
                    www_authenticate_uri=uri
                ),
            )
            environ = {}
            challenge.Challenge(lambda *_: [], settings)(environ, None)
            self.assertEqual(value, environ[request.CHALLENGE_KEY])

    def test_noauth2_sends_no_challenge(self):
        answer = _find_refusal('noauth2', '/resource_providers')
        self.assertEqual(401, answer.status_int)
        self.assertNotIn('WWW-Authenticate', answer.headers)
