"""Tokens of a real Keystone, and what the service does without it."""

import json

from keystoneauth1 import adapter
from keystoneauth1 import session
from keystoneauth1.identity import v3
import testtools

from placement_inv.tests.keystone import cloud as clouds
from placement_inv.tests.keystone import server
from placement_inv.tests.keystone import service as services

_PROVIDERS = '/resource_providers'
_HOSTS = '/api/v2/hosts/'

_shared = {}


def setUpModule():
    # A Keystone takes half a minute to start: all tests share one.
    cloud = _shared['cloud'] = clouds.Cloud()
    cloud.setUp()
    service = _shared['service'] = services.Service(cloud)
    service.setUp()
    cloud.register(service.url)


def tearDownModule():
    _shared['service'].cleanUp()
    _shared['cloud'].cleanUp()


class KeystoneTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.cloud = _shared['cloud']
        self.service = _shared['service']

    def statuses(self, token, **headers):
        """Return the statuses of a request to each family."""
        return tuple(
            self.service.ask('GET', path, token, headers=headers).status_code
            for path in (_PROVIDERS, _HOSTS)
        )

    def add_user(self, name, role='member', project='mine'):
        """Add a user of one test, with a role on a project."""
        self.cloud.users[name] = self.cloud.keystone.admin.create(
            'user', name=f'{name}-user', password=f'{name}-user-password'
        )
        self.cloud.assign(role, name, project)


class TestRoles(KeystoneTest):
    def test_each_role_may_what_its_rules_say(self):
        for role, expected in (
            ('admin', (200, 200)),
            ('service', (200, 200)),
            ('manager', (403, 200)),
            ('member', (403, 200)),
            ('reader', (403, 200)),
        ):
            self.assertEqual(
                expected, self.statuses(self.cloud.token(role)), role
            )

    def test_a_member_sees_nothing_that_belongs_to_no_project(self):
        created = self.service.ask(
            'POST',
            '/api/v2/organizations/',
            self.cloud.token('admin'),
            {'name': self.id()},
        )
        self.assertEqual(201, created.status_code, created.text)
        for role in ('manager', 'member', 'reader'):
            token = self.cloud.token(role)
            for path in ('organizations', 'inventories', 'hosts', 'changes'):
                answer = self.service.ask('GET', f'/api/v2/{path}/', token)
                self.assertEqual([], answer.json()['results'], (role, path))
            url = created.json()['url']
            answer = self.service.ask('GET', url, token)
            self.assertEqual(404, answer.status_code, role)

    def test_usages_are_those_of_the_readers_project(self):
        token = self.cloud.token('reader')
        for project, expected in (('mine', 200), ('other', 403)):
            project_id = self.cloud.projects[project]
            answer = self.service.ask(
                'GET',
                f'/usages?project_id={project_id}',
                token,
                headers={'OpenStack-API-Version': 'placement 1.39'},
            )
            self.assertEqual(expected, answer.status_code, answer.text)


class TestScopes(KeystoneTest):
    def test_an_application_credential_is_like_its_user(self):
        auth = self.cloud.auth('member', project='mine')
        secret = 'secret-of-a-program'
        user = self.cloud.users['member']
        client = server.Client(self.cloud.keystone, auth)
        credential = client.ask(
            'POST',
            f'/users/{user}/application_credentials',
            {'application_credential': {'name': 'p', 'secret': secret}},
        )['application_credential']
        token = self.cloud.keystone.token(
            {
                'identity': {
                    'methods': ['application_credential'],
                    'application_credential': {
                        'id': credential['id'],
                        'secret': secret,
                    },
                }
            }
        )
        self.assertEqual((403, 200), self.statuses(token))

    def test_a_token_of_a_domain_is_for_hosts_alone(self):
        token = self.cloud.token('lord', domain='Estate')
        self.assertEqual((403, 200), self.statuses(token))

    def test_a_token_of_the_system_is_refused(self):
        admin = self.cloud.keystone.admin
        admin.ask(
            'PUT',
            f'/system/users/{self.cloud.users["admin"]}/roles/'
            f'{admin.role_id("admin")}',
        )
        token = self.cloud.token('admin', system=True)
        self.assertEqual((403, 403), self.statuses(token))

    def test_a_token_without_a_scope_is_refused(self):
        auth = self.cloud.auth('stranger') | {'scope': 'unscoped'}
        token = self.cloud.keystone.token(auth)
        self.assertEqual((403, 403), self.statuses(token))


class TestInvalidTokens(KeystoneTest):
    def assert_unknown(self, token):
        for path in (_PROVIDERS, _HOSTS):
            answer = self.service.ask('GET', path, token)
            self.assertEqual(401, answer.status_code, path)
            # `requests` joins repeated headers with a comma.
            self.assertEqual(
                f'Keystone uri="{self.cloud.keystone.url}"',
                answer.headers['WWW-Authenticate'],
            )

    def test_a_forged_token_is_refused(self):
        token = self.cloud.token('admin')
        for forged in ('guessed', token[:-8] + 'AAAAAAAA', token[::-1]):
            self.assert_unknown(forged)

    def test_a_revoked_token_is_refused(self):
        token = self.cloud.token('admin')
        self.cloud.keystone.admin.ask_about(token, 'DELETE')
        self.assert_unknown(token)

    def test_an_expired_token_is_refused(self):
        self.cloud.keystone.restart(expiration=1)
        self.addCleanup(self.cloud.keystone.restart)
        token = self.cloud.token('admin')
        self.cloud.keystone.wait_until_expired(token)
        self.assert_unknown(token)

    def test_the_token_of_a_disabled_user_is_refused(self):
        self.add_user('leaver')
        token = self.cloud.token('leaver')
        user = self.cloud.users['leaver']
        self.cloud.keystone.admin.ask(
            'PATCH', f'/users/{user}', {'user': {'enabled': False}}
        )
        self.assert_unknown(token)


class TestServiceTokens(KeystoneTest):
    def test_a_service_token_is_accepted_beside_that_of_a_user(self):
        service_token = self.cloud.token('service')
        self.assertEqual(
            (403, 200),
            self.statuses(
                self.cloud.token('member'),
                **{'X-Service-Token': service_token},
            ),
        )

    def test_a_service_token_of_another_role_is_none(self):
        member_token = self.cloud.token('member')
        self.assertEqual(
            (401, 401),
            self.statuses(
                self.cloud.token('admin'), **{'X-Service-Token': member_token}
            ),
        )


class TestCatalog(KeystoneTest):
    def test_commands_find_the_placement_api(self):
        name = 'node-of-the-catalog'
        self.cloud.keystone.run('resource', 'provider', 'create', name)
        text = self.cloud.keystone.run(
            'resource', 'provider', 'list', '-f', 'json'
        )
        self.assertIn(name, [row['name'] for row in json.loads(text)])

    def test_a_session_finds_the_host_inventory(self):
        auth = v3.Password(
            auth_url=self.cloud.keystone.url,
            username='member-user',
            password='member-user-password',
            user_domain_name='Default',
            project_name='mine',
            project_domain_name='Default',
        )
        client = adapter.Adapter(
            session.Session(auth=auth),
            service_type='host-inventory',
            interface='public',
            default_microversion='1.1',
        )
        answer = client.get('/hosts/')
        self.assertEqual(200, answer.status_code)
        self.assertEqual(
            'host-inventory 1.1', answer.headers['OpenStack-API-Version']
        )


class TestOutage(KeystoneTest):
    def assert_unavailable(self, service, token):
        for path in (_PROVIDERS, _HOSTS):
            answer = service.ask('GET', path, token)
            self.assertEqual(503, answer.status_code, answer.text)
            self.assertEqual('5', answer.headers['Retry-After'])
            self.assertNotIn('WWW-Authenticate', answer.headers)
            self.assertIn('Keystone', answer.text)

    def test_without_keystone_requests_are_503_until_it_is_back(self):
        service = self.useFixture(services.Service(self.cloud))
        token = self.cloud.token('admin')
        self.cloud.keystone.stop()
        self.addCleanup(self.cloud.keystone.restart)
        self.assert_unavailable(service, token)
        answer = service.ask('GET', '/readyz')
        self.assertEqual(503, answer.status_code)
        self.assertIn('Keystone', answer.json()['detail'])
        self.assertEqual(200, service.ask('GET', '/healthz').status_code)
        self.cloud.keystone.restart()
        answer = service.ask('GET', _HOSTS, token)
        self.assertEqual(200, answer.status_code, answer.text)

    def test_a_token_that_was_validated_is_cached(self):
        token = self.cloud.token('admin')
        service = self.useFixture(services.Service(self.cloud))
        self.assertEqual(200, service.ask('GET', _HOSTS, token).status_code)
        self.cloud.keystone.stop()
        self.addCleanup(self.cloud.keystone.restart)
        self.assertEqual(200, service.ask('GET', _HOSTS, token).status_code)

    def test_a_wrong_user_of_the_service_is_an_outage(self):
        service = self.useFixture(
            services.Service(self.cloud, authtoken='password = wrong')
        )
        self.assert_unavailable(service, self.cloud.token('admin'))
        answer = service.ask('GET', '/readyz')
        self.assertEqual(503, answer.status_code)
        self.assertNotIn('wrong', answer.text)

    def test_a_service_with_keystone_is_ready(self):
        answer = self.service.ask('GET', '/readyz')
        self.assertEqual(
            (200, {'status': 'ok'}),
            (
                answer.status_code,
                answer.json(),
            ),
        )
