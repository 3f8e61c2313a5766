"""Tokens over HTTP: the rights of users on tokens of their own and others."""

import sqlalchemy as sa
import testtools

from placement_inv.db import tables
from placement_inv.tests.fixtures import passwords
from placement_inv.tests.functional import password_access
from placement_inv.tests.functional.handlers.host_inventory import api

_tokens = tables.access.access_tokens


class TestTokens(password_access.AccessTest, testtools.TestCase):
    backend = 'sqlite'
    __test__ = True

    def setUp(self):
        super().setUp()
        self.conf.set_override('http_basic_roles', ['service'], 'api')
        self.addCleanup(self.conf.clear_override, 'http_basic_roles', 'api')
        self.start()
        self.admin = self.caller()
        self.admin.login()
        self.alice = self.caller()
        self.alice.login('alice', passwords.PASSWORDS['alice'])
        self.token = self.admin.ask('POST', '/api/v2/tokens/').json
        self.path = f'/api/v2/tokens/{self.token["id"]}/'

    def _path_of(self, caller):
        me = caller.ask('GET', '/api/v2/me/').json['results'][0]
        return f'/api/v2/users/{me["id"]}/tokens/'

    def test_only_the_answer_to_its_creation_has_the_secret(self):
        self.assertTrue(self.token['token'].startswith('pinv_'))
        for path in (self.path, '/api/v2/tokens/'):
            self.assertNotIn(
                self.token['token'], self.admin.ask('GET', path).text
            )
        self.assertEqual(
            '************', self.admin.ask('GET', self.path).json['token']
        )

    def test_the_tokens_of_others_are_not_found(self):
        for method in ('GET', 'PATCH', 'DELETE'):
            answer = self.alice.ask(
                method,
                self.path,
                content_type='application/json',
                body=b'{"description": "x"}' if method == 'PATCH' else b'',
            )
            self.assertEqual(404, answer.status_int, method)
        tokens = self.alice.ask('GET', '/api/v2/tokens/').json
        self.assertEqual(0, tokens['count'])
        answer = self.alice.ask('GET', self._path_of(self.admin))
        self.assertEqual(403, answer.status_int)

    def test_an_admin_sees_all_tokens_and_creates_own_ones(self):
        self.conf.set_override('http_basic_roles', ['admin'], 'api')
        self.start()
        alice = self.caller()
        alice.login('alice', passwords.PASSWORDS['alice'])
        for path in (self.path, self._path_of(self.admin)):
            self.assertEqual(200, alice.ask('GET', path).status_int, path)
        self.assertEqual(1, alice.ask('GET', '/api/v2/tokens/').json['count'])
        answer = alice.ask('POST', self._path_of(self.admin))
        self.assertEqual(403, answer.status_int)

    def test_users_create_tokens_for_themselves_only(self):
        for caller, owner in (
            (self.alice, self.admin),
            (self.admin, self.alice),
        ):
            answer = caller.ask('POST', self._path_of(owner))
            self.assertEqual(403, answer.status_int)
        answer = self.alice.ask('POST', self._path_of(self.alice))
        self.assertEqual(201, answer.status_int)

    def test_tokens_have_no_names(self):
        answer = self.admin.ask('GET', '/api/v2/tokens/mine/')
        self.assertEqual(404, answer.status_int)

    def test_a_replacement_without_a_scope_may_write(self):
        for method, scope in (('PATCH', 'read'), ('PUT', 'write')):
            body = b'{"scope": "read"}' if method == 'PATCH' else b'{}'
            answer = self.admin.ask(
                method, self.path, content_type='application/json', body=body
            )
            self.assertEqual(scope, answer.json['scope'])
            self.assertIsNone(answer.json['application'])


class TestTokensOfKeystone(api.ApiTest):
    """Scopes of callers, with the credentials of the strategy keystone."""

    __test__ = True

    def test_a_token_is_for_the_project_of_its_caller(self):
        answer = self.ask('POST', 'tokens/', {}, headers={'X-Project-Id': 'p'})
        self.assertEqual(201, answer.status_int, answer.text)
        self.assertEqual(
            [('p', '')],
            self.rows(sa.select(_tokens.c.project_id, _tokens.c.domain_id)),
        )
