"""The service with HTTP basic authentication, and a client for it."""

import base64
import os
import pathlib
import tempfile

import webob

from placement_inv import deploy
from placement_inv.db.tables import base as table_base
from placement_inv.tests.fixtures import passwords
from placement_inv.tests.functional import base
from placement_inv.web import credentials


class Caller:
    """A client that keeps cookies and sends the CSRF token, as AWX's do."""

    def __init__(self, application):
        self._application = application
        self.cookies = {}

    def ask(self, method, path, base_url='http://localhost', **options):
        headers = options.pop('headers', {})
        csrf = self.cookies.get('csrftoken')
        if csrf and method != 'GET':
            headers = {'X-CSRFToken': csrf, **headers}
        req = webob.Request.blank(
            path, method=method, base_url=base_url, headers=headers, **options
        )
        req.cookies.update(self.cookies)
        response = req.get_response(self._application)
        for line in response.headers.getall('Set-Cookie'):
            name, _, value = line.partition(';')[0].partition('=')
            self.cookies[name] = value
        return response

    def login(self, user='admin', password=passwords.PASSWORDS['admin']):
        self.ask('GET', '/api/')
        return self.ask(
            'POST',
            '/api/login/',
            POST={'username': user, 'password': password, 'next': '/api/'},
        )

    def is_known(self):
        return self.ask('GET', '/api/v2/me/').status_int == 200


class AccessTest(base.DatabaseTest):
    """The service with HTTP basic authentication."""

    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory, 'htpasswd')
        self.ticks = 0
        self.write('admin', 'alice')
        for name, value in (
            ('auth_strategy', 'http_basic'),
            ('http_basic_auth_user_file', str(self.path)),
        ):
            self.conf.set_override(name, value, 'api')
            self.addCleanup(self.conf.clear_override, name, 'api')
        self.start()

    def start(self):
        """Start the service with empty caches."""
        self.running = deploy.Services(
            self.conf,
            self.database,
            self.services.policy,
            credentials.create(self.conf),
        )
        deploy.end_keys_of_former_users(self.running)
        self.application = deploy.loadapp(self.conf, self.running)

    def caller(self):
        return Caller(self.application)

    def ask_with_password(self, path, user, password, **options):
        text = base64.b64encode(f'{user}:{password}'.encode()).decode()
        headers = {'Authorization': f'Basic {text}'}
        return self.caller().ask('GET', path, headers=headers, **options)

    def write(self, *users):
        """Write the htpasswd file with new entries for some users."""
        self.ticks += 1
        passwords.write(
            self.path, {user: passwords.PASSWORDS[user] for user in users}
        )
        # Writes within one tick of the clock would have the same time.
        os.utime(self.path, (self.ticks, self.ticks))

    def end(self, table, after):
        """Set when all keys of a table expire, from now."""
        with self.database.engine.begin() as connection:
            connection.execute(
                table.update().values(expires_at=table_base.utcnow() + after)
            )
