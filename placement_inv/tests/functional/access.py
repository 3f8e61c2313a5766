"""Sends every operation of a family with different roles."""

import contextlib
import pathlib
import re
import tempfile
import types

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.tests.fixtures import database
from placement_inv.web.middleware import context

_ROLES = ('admin', 'service', 'member', 'reader', 'stranger')

#: Scopes of tokens, as keystonemiddleware sets them.
PROJECT = {'HTTP_X_PROJECT_ID': 'mine'}
SYSTEM = {'HTTP_OPENSTACK_SYSTEM_SCOPE': 'all'}
DOMAIN = {'HTTP_X_DOMAIN_ID': 'mine'}

_ABSENT = '99999999-9999-4999-8999-999999999999'


def _operations(table):
    """Yield (method, path, rule) of every endpoint that checks a rule."""
    for path, methods in table.items():
        for method, endpoints in methods.items():
            for each in (
                endpoints if isinstance(endpoints, tuple) else (endpoints,)
            ):
                if each.rule is not None and each.until is None:
                    yield method, path, each.rule


class AccessTest(testtools.TestCase):
    """One family without authentication: the tests set user and roles."""

    #: The package of the handlers, and the table of the routes.
    family: types.ModuleType
    table: dict

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        self._url = undo.enter_context(
            database.empty_database('sqlite', 'access')
        )
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        self._directory = pathlib.Path(directory)

    def deploy(self, policy='', strategy='keystone', **options):
        """Create the application with options of [oslo_policy]."""
        path = self._directory / 'placement.conf'
        path.write_text(f'[placement_database]\nconnection = {self._url}\n')
        (self._directory / 'policy.yaml').write_text(policy)
        settings = conf.load(config_files=[str(path)])
        settings.set_override('sync_on_startup', True, 'placement_database')
        settings.set_override('auth_strategy', strategy, 'api')
        for name, value in options.items():
            settings.set_override(name, value, 'oslo_policy')
        services = deploy.services(settings)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        self._application = context.Context(
            self.family.application(settings), services
        )

    def ask(self, method, path, role, scope=PROJECT, version='latest'):
        """Send a request that changes nothing; return the response."""
        path = re.sub(r'{\w*uuid}', _ABSENT, path)
        path = re.sub(r'{\w+}', '999999', path)
        request = webob.Request.blank(path, method=method)
        request.headers['OpenStack-API-Version'] = (
            f'placement latest, host-inventory {version}'
        )
        if method in ('POST', 'PUT', 'PATCH'):
            request.json = {}
            request.content_type = 'application/json'
        request.environ |= {
            'HTTP_X_USER_ID': 'joe',
            'HTTP_X_ROLES': role,
            **scope,
        }
        return request.get_response(self._application)

    def list_allowed_roles(self, scope=PROJECT):
        """Return {(method, path, rule): roles that do not get 403}."""
        roles_by_operation = {}
        for method, path, rule in _operations(self.table):
            url = f'{path}?project_id=mine' if path == '/usages' else path
            statuses = {
                role: self.ask(method, url, role, scope).status_int
                for role in _ROLES
            }
            self.assertNotIn(500, statuses.values(), (method, path))
            roles_by_operation[method, path, rule] = {
                role for role, status in statuses.items() if status != 403
            }
        return roles_by_operation

    def assert_allowed(self, roles_of, scope=PROJECT):
        roles_by_operation = self.list_allowed_roles(scope)
        wrong = {
            operation: sorted(roles)
            for operation, roles in roles_by_operation.items()
            if roles != roles_of(operation[2])
        }
        self.assertEqual({}, wrong)
        self.assertLess(30, len(roles_by_operation))
