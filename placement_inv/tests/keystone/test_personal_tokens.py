"""Personal access tokens and passwords, rechecked by a real Keystone."""

import json
import os
import pathlib
import subprocess
import sys
import time

import fixtures
from keystoneauth1 import loading
from keystonemiddleware import auth_token
import requests
import testtools

from placement_inv import conf
from placement_inv.tests.keystone import cloud as clouds
from placement_inv.tests.keystone import server
from placement_inv.tests.keystone import service as services
from placement_inv.web import keystone_client

_ME = '/api/v2/me/'
_HOSTS = '/api/v2/hosts/'
_TOKENS = '/api/v2/tokens/'
#: Seconds in which the service finds that Keystone answers again.
_PATIENCE = 60

_shared = {}


def setUpModule():
    # A Keystone takes half a minute to start: all tests share one.
    cloud = _shared['cloud'] = clouds.Cloud()
    cloud.setUp()
    service = _shared['service'] = services.Service(
        cloud, host_inventory='keystone_recheck_interval = 0'
    )
    service.setUp()


def tearDownModule():
    _shared['service'].cleanUp()
    _shared['cloud'].cleanUp()


class TokenTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.cloud = _shared['cloud']
        self.service = _shared['service']
        self.admin = self.cloud.keystone.admin

    def add_user(self, name, role='member'):
        """Add a user of one test, with a role on the project `mine`."""
        self.cloud.users[name] = self.admin.create(
            'user', name=f'{name}-user', password=f'{name}-user-password'
        )
        self.cloud.assign(role, name, 'mine')

    def create_token(self, keystone_token):
        return self.service.ask('POST', _TOKENS, keystone_token, {})

    def add_user_with_token(self, name, role='member'):
        """Return the headers of a personal token of a new user."""
        self.add_user(name, role)
        answer = self.create_token(self.cloud.token(name))
        self.assertEqual(201, answer.status_code, answer.text)
        return {'Authorization': f'Bearer {answer.json()["token"]}'}

    def status(self, headers, path=_HOSTS):
        return self.service.ask('GET', path, headers=headers).status_code

    def change_user(self, name, **values):
        self.admin.ask(
            'PATCH', f'/users/{self.cloud.users[name]}', {'user': values}
        )


class TestTokens(TokenTest):
    def test_a_disabled_user_is_refused(self):
        headers = self.add_user_with_token('disabled')
        self.assertEqual(200, self.status(headers))
        self.change_user('disabled', enabled=False)
        self.assertEqual(401, self.status(headers))
        self.change_user('disabled', enabled=True)
        self.assertEqual(200, self.status(headers))

    def test_a_deleted_user_is_refused(self):
        headers = self.add_user_with_token('deleted')
        self.admin.ask('DELETE', f'/users/{self.cloud.users["deleted"]}')
        self.assertEqual(401, self.status(headers))

    def test_roles_are_those_of_now(self):
        headers = self.add_user_with_token('mover', 'admin')
        for change, superuser in (
            ((), True),
            (('reader', 'mover', 'mine'), True),
            (('admin', 'mover', 'mine', 'DELETE'), False),
        ):
            if change:
                self.cloud.assign(*change)
            answer = self.service.ask('GET', _ME, headers=headers)
            (user,) = answer.json()['results']
            self.assertEqual(superuser, user['is_superuser'], change)
        self.cloud.assign('reader', 'mover', 'mine', 'DELETE')
        self.assertEqual(401, self.status(headers))

    def test_an_application_credential_creates_no_token(self):
        self.add_user('program')
        client = server.Client(
            self.cloud.keystone, self.cloud.auth('program', project='mine')
        )
        user = self.cloud.users['program']
        credential = client.ask(
            'POST',
            f'/users/{user}/application_credentials',
            {'application_credential': {'name': 'p', 'secret': 'a-secret'}},
        )['application_credential']
        token = self.cloud.keystone.token(
            {
                'identity': {
                    'methods': ['application_credential'],
                    'application_credential': {
                        'id': credential['id'],
                        'secret': 'a-secret',
                    },
                }
            }
        )
        self.assertEqual(403, self.create_token(token).status_code)

    def test_without_keystone_a_token_is_no_wrong_one(self):
        headers = self.add_user_with_token('patient')
        self.cloud.keystone.stop()
        self.addCleanup(self.cloud.keystone.restart)
        answer = self.service.ask('GET', _HOSTS, headers=headers)
        self.assertEqual(503, answer.status_code, answer.text)
        self.assertEqual('5', answer.headers['Retry-After'])
        self.cloud.keystone.restart()
        until = time.monotonic() + _PATIENCE
        while self.status(headers) == 503 and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(200, self.status(headers))


class TestServiceUser(TokenTest):
    def _client(self, **scope):
        settings = conf.load(config_files=[])
        for group, options in auth_token.list_opts():
            settings.register_opts(options, group=group)
        loading.register_auth_conf_options(settings, 'keystone_authtoken')
        settings.register_opts(
            loading.get_auth_plugin_conf_options('password'),
            group='keystone_authtoken',
        )
        for name, value in {
            'auth_type': 'password',
            'auth_url': self.cloud.keystone.url,
            'username': 'watcher-user',
            'password': 'watcher-user-password',
            'user_domain_name': 'Default',
            'interface': 'public',
            **scope,
        }.items():
            settings.set_override(name, value, 'keystone_authtoken')
        return keystone_client.KeystoneClient(settings)

    def test_a_reader_of_the_system_may_ask(self):
        self.add_user('watcher', 'service')
        user = self.cloud.users['watcher']
        role = self.admin.role_id('reader')
        self.admin.ask('PUT', f'/system/users/{user}/roles/{role}')
        client = self._client(system_scope='all')
        member = self.cloud.users['member']
        self.assertEqual('member-user', client.find('user', member)['name'])
        self.assertIsNone(client.find('user', 'nobody'))
        self.assertIsNotNone(client.find('domain', 'default'))
        self.assertIsNotNone(
            client.find('project', self.cloud.projects['mine'])
        )
        roles = {
            role.name for role in client.list_roles(**{'user.id': member})
        }
        self.assertEqual({'member', 'reader'}, roles)


class TestPasswords(TokenTest):
    def _exchange(self, name, password):
        return requests.post(
            f'{self.service.url}/api/v2/users/{name}/personal_tokens/',
            json={},
            auth=(name, password),
            timeout=60,
        )

    def test_a_password_is_exchanged_for_a_token(self):
        self.add_user('alice')
        for name in (
            'alice-user',
            'alice-user++mine',
            'alice-user++++Default',
        ):
            answer = self._exchange(name, 'alice-user-password')
            self.assertEqual(201, answer.status_code, (name, answer.text))
            token = answer.json()['token']
            headers = {'Authorization': f'Bearer {token}'}
            self.assertEqual(200, self.status(headers))

    def test_a_wrong_password_or_project_is_refused(self):
        self.add_user('bob')
        for name, password in (
            ('bob-user', 'wrong'),
            ('bob-user++other', 'bob-user-password'),
            ('bob-user++mine++Nowhere', 'bob-user-password'),
            ('nobody', 'x'),
        ):
            answer = self._exchange(name, password)
            self.assertEqual(401, answer.status_code, (name, answer.text))

    def test_the_form_begins_a_session(self):
        self.add_user('carol')
        session = requests.Session()
        session.get(f'{self.service.url}/api/', timeout=60)
        for password, status in (('wrong', 401), ('carol-user-password', 302)):
            answer = session.post(
                f'{self.service.url}/api/login/',
                data={'username': 'carol-user++mine', 'password': password},
                headers={'X-CSRFToken': session.cookies['csrftoken']},
                allow_redirects=False,
                timeout=60,
            )
            self.assertEqual(status, answer.status_code, answer.text)
        answer = session.get(f'{self.service.url}{_ME}', timeout=60)
        (user,) = answer.json()['results']
        self.assertEqual('carol-user', user['username'])
        self.change_user('carol', enabled=False)
        answer = session.get(f'{self.service.url}{_ME}', timeout=60)
        self.assertEqual(401, answer.status_code)


class TestAwx(TokenTest):
    """The `awx` command, which knows passwords and bearer tokens."""

    def _run(self, *words, **environment):
        programs = pathlib.Path(sys.executable).parent
        return subprocess.run(
            [programs / 'awx', '--conf.color', 'false', *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=self.useFixture(fixtures.TempDir()).path,
            env={
                'PATH': os.environ['PATH'],
                'LC_ALL': 'C.UTF-8',
                'NO_PROXY': '127.0.0.1',
                # It imports deprecated modules.
                'PYTHONWARNINGS': 'ignore',
                'CONTROLLER_HOST': self.service.url,
                **environment,
            },
        )

    def _awx(self, *words, **environment):
        process = self._run(*words, **environment)
        self.assertEqual(
            0, process.returncode, process.stdout + process.stderr
        )
        return json.loads(process.stdout)

    def test_a_password_or_its_token_is_enough(self):
        self.add_user('dora', 'admin')
        name, password = 'dora-user++mine', 'dora-user-password'
        login = {'CONTROLLER_USERNAME': name, 'CONTROLLER_PASSWORD': password}
        organization = self._awx(
            'organizations', 'create', '--name', self.id(), **login
        )
        self.assertEqual(self.id(), organization['name'])
        token = self._awx('login', **login)['token']
        self.assertTrue(token.startswith('pinv_'), token)
        by_token = {'CONTROLLER_OAUTH_TOKEN': token}
        (user,) = self._awx('me', **by_token)['results']
        self.assertEqual('dora-user', user['username'])
        self.change_user('dora', enabled=False)
        self.assertNotEqual(0, self._run('me', **by_token).returncode)
