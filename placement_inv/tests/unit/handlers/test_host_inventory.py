"""The application of the family, asked by unknown callers."""

import types

import testtools

from placement_inv.handlers import host_inventory
from placement_inv.web import request


def _application(strategy='http_basic'):
    return host_inventory.application(
        types.SimpleNamespace(
            api=types.SimpleNamespace(auth_strategy=strategy),
            host_inventory=types.SimpleNamespace(default_microversion=None),
        )
    )


def _ask_as_stranger(path, strategy='http_basic'):
    req = request.Request.blank(path)
    req.environ[request.CHALLENGE_KEY] = 'Keystone uri="http://keystone"'
    req.environ[request.CONTEXT_KEY] = types.SimpleNamespace(
        user_id=None,
    )
    return req.get_response(_application(strategy))


class TestApplication(testtools.TestCase):
    def test_only_public_paths_answer_unknown_callers(self):
        for path in ('/api/v2/', '/api/v2/ping/'):
            self.assertEqual(200, _ask_as_stranger(path).status_int, path)
        for path in ('/api/v2/config/', '/api/v2/hosts/', '/api/v2/nothing/'):
            self.assertEqual(401, _ask_as_stranger(path).status_int, path)

    def test_a_challenge_asks_for_a_token_and_not_for_a_password(self):
        answer = _ask_as_stranger('/api/v2/me/')
        self.assertEqual(
            'Bearer realm=api', answer.headers['WWW-Authenticate']
        )

    def test_beside_keystone_the_challenge_is_that_of_keystone(self):
        answer = _ask_as_stranger('/api/v2/me/', 'keystone')
        self.assertEqual(
            'Keystone uri="http://keystone"',
            answer.headers['WWW-Authenticate'],
        )

    def test_an_answer_names_the_product_and_the_first_version(self):
        headers = _ask_as_stranger('/api/v2/ping/').headers
        self.assertEqual('AWX', headers['X-API-Product-Name'])
        self.assertEqual(
            'host-inventory 1.0', headers['OpenStack-API-Version']
        )
