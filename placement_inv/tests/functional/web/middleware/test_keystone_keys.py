"""Personal access tokens of users of Keystone."""

from placement_inv.tests.functional import base
from placement_inv.tests.functional import keystone_access
from placement_inv.web import keystone_client


@base.on_every_database
class TestTokens(keystone_access.KeystoneTest):
    def test_a_token_acts_as_its_user_in_its_project(self):
        token = self.token()
        me = self.ask('GET', keystone_access.ME, token).json['results'][0]
        self.assertEqual('alice', me['username'])
        self.assertFalse(me['is_superuser'])
        self.keystone.roles['u-alice', 'p-demo'] = ['admin']
        me = self.ask('GET', keystone_access.ME, token).json['results'][0]
        self.assertTrue(me['is_superuser'])

    def test_a_token_for_reading_stays_one(self):
        token = self.token('read')
        self.assertEqual(200, self.status(token, keystone_access.HOSTS))
        answer = self.ask('POST', keystone_access.TOKENS, token, json={})
        self.assertEqual(403, answer.status_int)
        self.assertEqual(
            'The token is for reading only.', answer.json['detail']
        )

    def test_what_keystone_disables_has_no_power_until_it_is_enabled(self):
        token = self.token()
        for row in (
            self.keystone.users['u-alice'],
            self.keystone.projects['p-demo'],
            self.keystone.domains['default'],
        ):
            row['enabled'] = False
            self.assertEqual(401, self.status(token), row)
            row['enabled'] = True
            self.assertEqual(200, self.status(token), row)

    def test_a_token_without_a_role_in_its_project_has_no_power(self):
        token = self.token()
        roles = self.keystone.roles.pop(('u-alice', 'p-demo'))
        self.assertEqual(401, self.status(token))
        self.keystone.roles['u-alice', 'service'] = ['admin']
        self.assertEqual(401, self.status(token))
        self.keystone.roles['u-alice', 'p-demo'] = roles
        self.assertEqual(200, self.status(token))

    def test_fewer_roles_allow_less(self):
        token = self.token()
        self.keystone.roles['u-alice', 'p-demo'] = ['stranger']
        self.assertEqual(200, self.status(token))
        self.assertEqual(403, self.status(token, keystone_access.HOSTS))

    def test_a_deleted_user_or_project_ends_the_token(self):
        for rows, key in (
            (self.keystone.users, 'u-alice'),
            (self.keystone.projects, 'p-demo'),
        ):
            token = self.token()
            row = rows.pop(key)
            self.assertEqual(401, self.status(token))
            rows[key] = row
            self.assertEqual(401, self.status(token), 'The row is still there')
            self.assertEqual(0, self.count_tokens())

    def test_other_projects_keep_their_tokens(self):
        self.keystone.add_project('p-other', 'other')
        self.keystone.roles['u-alice', 'p-other'] = ['reader']
        other = self.create_token(
            authorization=self.bearer(
                self.keystone.issue('u-alice', 'p-other')
            )
        ).json['token']
        token = self.token()
        del self.keystone.projects['p-demo']
        self.assertEqual(401, self.status(token))
        self.assertEqual(200, self.status(self.bearer(other)))

    def test_an_answer_of_another_server_deletes_no_token(self):
        token = self.token()
        for path in ('/v3/users', '/v3/projects', '/v3/role_assignments'):
            self.keystone.failures[path] = 404
            self.assertEqual(503, self.status(token), path)
            del self.keystone.failures[path]
        self.assertEqual(200, self.status(token))

    def test_the_answer_of_keystone_is_believed_for_the_interval(self):
        self.set('keystone_recheck_interval', 300)
        token = self.token()
        self.assertEqual(200, self.status(token))
        self.keystone.requests.clear()
        self.keystone.users['u-alice']['enabled'] = False
        self.assertEqual(200, self.status(token))
        self.assertEqual([], self.keystone.requests)

    def test_without_keystone_the_service_is_unavailable(self):
        token = self.token()
        for status in (429, 500, 503):
            self.keystone.failures['/v3/users'] = status
            answer = self.ask('GET', keystone_access.HOSTS, token)
            self.assertEqual(503, answer.status_int, status)
            self.assertEqual('5', answer.headers['Retry-After'])
        self.keystone.failures.clear()
        self.assertEqual(200, self.status(token, keystone_access.HOSTS))

    def test_a_service_user_without_rights_is_logged(self):
        token = self.token()
        self.keystone.failures['/v3/users'] = 403
        with self.assertLogs(keystone_client.LOG, 'ERROR') as logs:
            self.assertEqual(503, self.status(token))
        self.assertIn('it needs the role reader on the system', logs.output[0])

    def test_a_wrong_service_user_is_logged(self):
        token = self.token()
        self.keystone.passwords['service-user'] = 'another'
        self.start()
        with self.assertLogs(keystone_client.LOG, 'ERROR') as logs:
            self.assertEqual(503, self.status(token))
        self.assertIn('refuses the service user', logs.output[0])

    def test_a_token_of_another_strategy_is_refused(self):
        token = self.token()
        self.conf.set_override('auth_strategy', 'http_basic', 'api')
        self.start()
        self.assertEqual(401, self.status(token))
        self.conf.set_override('auth_strategy', 'noauth2', 'api')
        self.start()
        answer = self.ask(
            'POST', keystone_access.TOKENS, self.basic('admin'), json={}
        )
        self.conf.set_override('auth_strategy', 'keystone', 'api')
        self.start()
        self.assertEqual(401, self.status(self.bearer(answer.json['token'])))

    def test_a_guessed_token_does_not_reach_keystone(self):
        self.keystone.requests.clear()
        self.assertEqual(401, self.status('Bearer pinv_guessed'))
        self.assertEqual([], self.keystone.requests)

    def test_delegated_and_unscoped_tokens_create_none(self):
        for more, status in (
            ({'application_credential': {'id': 'a'}}, 403),
            ({'OS-TRUST:trust': {'id': 't'}}, 403),
            ({'OS-OAUTH1': {'consumer_id': 'c'}}, 403),
            ({'oauth2_credential': {}}, 403),
        ):
            secret = self.keystone.issue('u-alice', 'p-demo', **more)
            answer = self.create_token(authorization=self.bearer(secret))
            self.assertEqual(status, answer.status_int, more)
        self.assertEqual(0, self.count_tokens())

    def test_claims_of_the_client_add_nothing_to_a_token(self):
        token = self.token()
        answer = self.ask(
            'GET',
            keystone_access.ME,
            token,
            headers={
                'X-Roles': 'admin',
                'X-Is-Admin-Project': 'True',
                'OpenStack-System-Scope': 'all',
            },
        )
        self.assertFalse(answer.json['results'][0]['is_superuser'])
