"""The service beside a small Keystone, and requests to it."""

import base64

from placement_inv import deploy
from placement_inv.tests.fixtures import small_keystone
from placement_inv.tests.functional import base
from placement_inv.tests.functional import password_access
from placement_inv.web import credentials

PASSWORD = 'wonder:länd'
TOKENS = '/api/v2/tokens/'
HOSTS = '/api/v2/hosts/'
ME = '/api/v2/me/'


class KeystoneTest(base.DatabaseTest):
    """The service beside a small Keystone with alice in one project."""

    def setUp(self):
        super().setUp()
        self.keystone = self.useFixture(small_keystone.SmallKeystone())
        self.keystone.add_project('p-demo', 'demo')
        self.keystone.add_user('u-alice', 'alice', PASSWORD)
        self.keystone.roles['u-alice', 'p-demo'] = ['member', 'reader']
        self.keystone.configure(self.conf)
        self.addCleanup(self.conf.clear_override, 'auth_strategy', 'api')
        self.conf.set_override('auth_strategy', 'keystone', 'api')
        self.set('keystone_recheck_interval', 0)
        self.start()

    def set(self, name, value):
        """Set an option of [host_inventory] for this test."""
        self.conf.set_override(name, value, 'host_inventory')
        self.addCleanup(self.conf.clear_override, name, 'host_inventory')

    def start(self):
        """Start the service with empty caches."""
        self.running = deploy.Services(
            self.conf,
            self.database,
            self.services.policy,
            credentials.create(self.conf),
        )
        self.application = deploy.loadapp(self.conf, self.running)

    def ask(self, method, path, authorization=None, **options):
        headers = options.pop('headers', {})
        if authorization:
            headers['Authorization'] = authorization
        if 'json' in options:
            headers['Content-Type'] = 'application/json'
        return password_access.Caller(self.application).ask(
            method, path, headers=headers, **options
        )

    def create_token(self, scope='write', authorization=None, path=TOKENS):
        if authorization is None:
            authorization = self.bearer(
                self.keystone.issue('u-alice', 'p-demo')
            )
        return self.ask('POST', path, authorization, json={'scope': scope})

    def token(self, scope='write'):
        """Return the header of a new personal token of alice."""
        answer = self.create_token(scope)
        self.assertEqual(201, answer.status_int, answer.text)
        return self.bearer(answer.json['token'])

    @staticmethod
    def bearer(secret):
        return f'Bearer {secret}'

    @staticmethod
    def basic(name='alice', password=PASSWORD):
        text = base64.b64encode(f'{name}:{password}'.encode()).decode()
        return f'Basic {text}'

    def count_tokens(self):
        return self.ask(
            'GET',
            TOKENS,
            self.bearer(self.keystone.issue('u-alice', 'p-demo')),
        ).json['count']

    def status(self, authorization, path=ME):
        return self.ask('GET', path, authorization).status_int
