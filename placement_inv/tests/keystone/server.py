"""A Keystone on loopback, in a process and a directory of its own.

    keystone = self.useFixture(server.KeystoneServer())
    keystone.admin.post('/v3/projects', {'project': {'name': 'p'}})
    token = keystone.token(server.password_of('alice', project='p'))

`cloud` makes what most tests need: projects, users and their roles.
"""

import os
import pathlib
import signal
import socket
import subprocess
import time

import fixtures
import requests

#: The directory of the programs of Keystone's environment.
_PROGRAMS = 'PLACEMENT_INV_TEST_KEYSTONE'
_SECONDS_TO_START = 60
_PASSWORD = 'secret-of-the-administrator'

# Keystone reads the arguments of its process, so that it gets none.
_SERVE = """
import os, sys
sys.argv[1:] = []
import waitress
from keystone.wsgi.api import application
waitress.serve(application, listen=os.environ['LISTEN'], threads=4)
"""

_CONFIGURATION = """
[DEFAULT]
public_endpoint = {url}
[database]
connection = sqlite:///{directory}/keystone.db
[token]
provider = fernet
expiration = {expiration}
[fernet_tokens]
key_repository = {directory}/fernet
[fernet_receipts]
key_repository = {directory}/fernet
[credential]
key_repository = {directory}/credentials
# A revocation or a change is known at once.
[cache]
enabled = false
# The passwords of tests are no secrets.
[identity]
password_hash_rounds = 4
"""


def programs():
    """Return the directory of Keystone's programs.

    Raises RuntimeError unless the environment names it.
    """
    try:
        return pathlib.Path(os.environ[_PROGRAMS])
    except KeyError as error:
        raise RuntimeError(
            f'{_PROGRAMS} names no environment: run tox -e keystone'
        ) from error


def password_of(user, password=None, user_domain='Default', **scope):
    """Return the `auth` object of a user with a password.

    `scope` is {'project': name}, {'domain': name}, {'system': True} or
    nothing. The password of test users is their name with a suffix.
    """
    auth = {
        'identity': {
            'methods': ['password'],
            'password': {
                'user': {
                    'name': user,
                    'domain': {'name': user_domain},
                    'password': password or f'{user}-password',
                }
            },
        }
    }
    if 'project' in scope:
        auth['scope'] = {
            'project': {
                'name': scope['project'],
                'domain': {'name': 'Default'},
            }
        }
    if 'domain' in scope:
        auth['scope'] = {'domain': {'name': scope['domain']}}
    if 'system' in scope:
        auth['scope'] = {'system': {'all': True}}
    return auth


class KeystoneServer(fixtures.Fixture):
    """A Keystone with its administrator; `stop` and `start` cut it off."""

    def _setUp(self):
        self._directory = self.useFixture(fixtures.TempDir()).path
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        self.url = f'http://127.0.0.1:{self.port}/v3'
        self._process = None
        for name in ('fernet', 'credentials'):
            pathlib.Path(self._directory, name).mkdir(mode=0o700)
        self._file = pathlib.Path(self._directory, 'keystone.conf')
        self._configure()
        self._manage('db_sync')
        self._manage('fernet_setup')
        self._manage('credential_setup')
        self._manage(
            'bootstrap',
            '--bootstrap-password',
            _PASSWORD,
            '--bootstrap-public-url',
            self.url,
            # Services validate tokens by the internal endpoint.
            '--bootstrap-internal-url',
            self.url,
            '--bootstrap-region-id',
            'RegionOne',
        )
        self.addCleanup(self.stop)
        self.start()
        self.admin = Client(
            self,
            password_of('admin', _PASSWORD, project='admin'),
        )

    def _configure(self, expiration=3600):
        self._file.write_text(
            _CONFIGURATION.format(
                directory=self._directory,
                url=self.url.removesuffix('/v3'),
                expiration=expiration,
            )
        )

    def _manage(self, *words):
        more = ()
        if words[0].endswith('_setup'):
            more = ('--keystone-user', 'root', '--keystone-group', 'root')
        result = subprocess.run(
            [
                programs() / 'python',
                programs() / 'keystone-manage',
                '--config-file',
                self._file,
                *words,
                *more,
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd=self._directory,
        )
        if result.returncode:
            raise RuntimeError(f'{words}: {result.stderr}')

    def start(self):
        """Start the server and wait until it answers."""
        self._process = subprocess.Popen(
            [programs() / 'python', '-c', _SERVE],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            cwd=self._directory,
            env={
                'PATH': os.environ['PATH'],
                'OS_KEYSTONE_CONFIG_FILES': str(self._file),
                'LISTEN': f'127.0.0.1:{self.port}',
            },
        )
        until = time.monotonic() + _SECONDS_TO_START
        while True:
            try:
                requests.get(self.url, timeout=5)
            except requests.ConnectionError:
                if self._process.poll() is not None:
                    raise
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return

    def stop(self):
        """Stop the server; its port refuses connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
            self._process = None

    def restart(self, expiration=3600):
        """Start again; new tokens are valid for some seconds."""
        self.stop()
        self._configure(expiration)
        self.start()

    def wait_until_expired(self, token):
        """Wait until Keystone does not accept a token any more."""
        until = time.monotonic() + _SECONDS_TO_START
        while self.admin.ask_about(token, 'GET').ok:
            if time.monotonic() > until:
                raise TimeoutError('the token does not expire')
            time.sleep(0.1)

    def token(self, auth):
        """Return a token's id; requests.HTTPError if it is refused."""
        answer = requests.post(
            f'{self.url}/auth/tokens', json={'auth': auth}, timeout=30
        )
        answer.raise_for_status()
        return answer.headers['X-Subject-Token']

    def run(self, *words, auth=None):
        """Run `openstack` as the administrator; return its output.

        `auth` are more variables of its environment.
        """
        result = subprocess.run(
            [programs() / 'openstack', *words],
            capture_output=True,
            text=True,
            check=False,
            env=self.variables() | (auth or {}),
        )
        if result.returncode:
            raise RuntimeError(f'openstack {words}: {result.stderr}')
        return result.stdout

    def variables(self):
        """Return the environment of commands of the administrator."""
        return {
            'PATH': f'{programs()}:{os.environ["PATH"]}',
            'HOME': self._directory,
            'OS_AUTH_URL': self.url,
            'OS_USERNAME': 'admin',
            'OS_PASSWORD': _PASSWORD,
            'OS_PROJECT_NAME': 'admin',
            'OS_USER_DOMAIN_ID': 'default',
            'OS_PROJECT_DOMAIN_ID': 'default',
            'OS_IDENTITY_API_VERSION': '3',
            'OS_REGION_NAME': 'RegionOne',
        }


class Client:
    """Sends requests to Keystone with the token of a user."""

    def __init__(self, server, auth):
        self._server = server
        self._token = server.token(auth)

    def ask(self, method, path, body=None):
        """Return the parsed body; requests.HTTPError for an error."""
        answer = requests.request(
            method,
            f'{self._server.url}{path}',
            json=body,
            headers={'X-Auth-Token': self._token},
            timeout=30,
        )
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def ask_about(self, token, method):
        """Return the response to a request about a token."""
        return requests.request(
            method,
            f'{self._server.url}/auth/tokens',
            headers={'X-Auth-Token': self._token, 'X-Subject-Token': token},
            timeout=30,
        )

    def create(self, kind, **fields):
        """Create an object of a kind, such as 'project'; return its id."""
        path = 'regions' if kind == 'region' else f'{kind}s'
        return self.ask('POST', f'/{path}', {kind: fields})[kind]['id']

    def role_id(self, name):
        """Return the id of a role of Keystone."""
        roles = self.ask('GET', f'/roles?name={name}')['roles']
        return roles[0]['id'] if roles else self.create('role', name=name)

    def assign(self, role, user_id, scope, scope_id, method='PUT'):
        """Give a user a role on a project or a domain.

        `scope` is 'projects' or 'domains'.
        """
        self.ask(
            method,
            f'/{scope}/{scope_id}/users/{user_id}/roles/{self.role_id(role)}',
        )
