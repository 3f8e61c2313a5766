"""Who may do what: every operation of both families by every role."""

import contextlib
import pathlib
import re
import tempfile

import testtools
import webob

from placement_inv import conf
from placement_inv import deploy
from placement_inv.handlers import host_inventory
from placement_inv.handlers import placement
from placement_inv.handlers.host_inventory import routes as host_routes
from placement_inv.handlers.placement import routes
from placement_inv.tests.fixtures import database
from placement_inv.web.middleware import context

_ROLES = ('admin', 'service', 'member', 'reader', 'stranger')

#: Scopes of tokens, as keystonemiddleware tells them.
_PROJECT = {'HTTP_X_PROJECT_ID': 'mine'}
_SYSTEM = {'HTTP_OPENSTACK_SYSTEM_SCOPE': 'all'}

#: {rule: roles that have it}; all other rules of placement are `_MOST`.
_MOST = {'admin', 'service'}
_PLACEMENT = {
    'placement:usages': {'admin', 'service', 'reader'},
    'placement:reshaper:reshape': {'service'},
}
_READ = {'admin', 'service', 'member', 'reader'}
_WRITE = {'admin', 'service', 'member'}

_ABSENT = '99999999-9999-4999-8999-999999999999'


def _operations(table):
    """Return (method, path, rule) of every endpoint that asks a rule."""
    for path, methods in table.items():
        for method, found in methods.items():
            for each in found if isinstance(found, tuple) else (found,):
                if each.rule is not None and each.until is None:
                    yield method, path, each.rule


def _host_roles(rule):
    # Who may read may have a token to read with.
    if rule == 'host_inventory:tokens:write':
        return _READ
    return _READ if rule.endswith(':read') else _WRITE


def _placement_roles(rule):
    return _PLACEMENT.get(rule, _MOST)


class AccessTest(testtools.TestCase):
    """Both families behind an authentication that believes a test."""

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        self._url = undo.enter_context(
            database.empty_database('sqlite', 'access')
        )
        directory = undo.enter_context(tempfile.TemporaryDirectory())
        self._directory = pathlib.Path(directory)

    def deploy(self, policy='', **options):
        """Make the application with options of [oslo_policy]."""
        path = self._directory / 'placement.conf'
        path.write_text(f'[placement_database]\nconnection = {self._url}\n')
        (self._directory / 'policy.yaml').write_text(policy)
        settings = conf.load(config_files=[str(path)])
        settings.set_override('sync_on_startup', True, 'placement_database')
        for name, value in options.items():
            settings.set_override(name, value, 'oslo_policy')
        services = deploy.services(settings)
        self.addCleanup(services.database.dispose)
        deploy.prepare(services)
        self._families = {
            family: context.Context(family.application(settings), services)
            for family in (placement, host_inventory)
        }

    def ask(self, method, path, role, scope=_PROJECT, family=placement):
        """Return the answer to a request that does no harm."""
        path = re.sub(r'{\w*uuid}', _ABSENT, path)
        path = re.sub(r'{\w+}', '999999', path)
        request = webob.Request.blank(path, method=method)
        request.headers['OpenStack-API-Version'] = (
            'placement latest, host-inventory latest'
        )
        if method in ('POST', 'PUT', 'PATCH'):
            request.json = {}
            request.content_type = 'application/json'
        request.environ |= {
            'HTTP_X_USER_ID': 'joe',
            'HTTP_X_ROLES': role,
            **scope,
        }
        return request.get_response(self._families[family])

    def granted(self, table, family=placement, scope=_PROJECT):
        """Return {(method, path, rule): roles that are not refused}."""
        found = {}
        for method, path, rule in _operations(table):
            asked = f'{path}?project_id=mine' if path == '/usages' else path
            answers = {
                role: self.ask(method, asked, role, scope, family).status_int
                for role in _ROLES
            }
            self.assertNotIn(500, answers.values(), (method, path))
            found[method, path, rule] = {
                role for role, status in answers.items() if status != 403
            }
        return found

    def assert_granted(self, roles_of, table, **options):
        found = self.granted(table, **options)
        wrong = {
            operation: sorted(roles)
            for operation, roles in found.items()
            if roles != roles_of(operation[2])
        }
        self.assertEqual({}, wrong)
        self.assertLess(30, len(found))


class TestPlacement(AccessTest):
    def test_new_defaults(self):
        self.deploy()
        self.assert_granted(_placement_roles, routes.ROUTES)

    def test_defaults_are_about_projects(self):
        for new in (True, False):
            self.deploy(enforce_new_defaults=new)
            self.assert_granted(
                lambda _rule: set(), routes.ROUTES, scope=_SYSTEM
            )

    def test_legacy_defaults_let_admins_do_everything(self):
        self.deploy(enforce_new_defaults=False)
        self.assert_granted(
            lambda rule: _placement_roles(rule) | {'admin'}, routes.ROUTES
        )

    def test_anybody_may_see_the_versions(self):
        self.deploy()
        answer = self.ask('GET', '/', 'stranger')
        self.assertEqual(200, answer.status_int)

    def test_a_reader_sees_the_usages_of_its_own_project(self):
        self.deploy()
        for project, status in (('mine', 200), ('theirs', 403)):
            path = f'/usages?project_id={project}'
            answer = self.ask('GET', path, 'reader')
            self.assertEqual(status, answer.status_int, project)

    def test_a_refusal_names_the_rule_and_has_its_form(self):
        self.deploy()
        answer = self.ask('GET', '/traits', 'reader')
        self.assertEqual(403, answer.status_int)
        [fault] = answer.json['errors']
        self.assertEqual(
            (403, 'Forbidden', 'placement.undefined_code'),
            (fault['status'], fault['title'], fault['code']),
        )
        self.assertEqual(
            'Access was denied to this resource. Policy does not allow '
            'placement:traits:list to be performed.',
            ' '.join(fault['detail'].split()),
        )

    def test_a_file_overrides_one_rule_and_a_base_of_many(self):
        self.deploy(
            '"admin_or_service_api": "role:robot"\n'
            '"placement:traits:list": "role:auditor"\n'
        )
        for path, role, status in (
            ('/traits', 'auditor', 200),
            ('/traits', 'robot', 403),
            ('/resource_classes', 'robot', 200),
            ('/resource_classes', 'admin', 403),
        ):
            answer = self.ask('GET', path, role)
            self.assertEqual(status, answer.status_int, (path, role))


class TestHostInventory(AccessTest):
    def test_new_defaults(self):
        self.deploy()
        self.assert_granted(
            _host_roles, host_routes.ROUTES, family=host_inventory
        )

    def test_new_defaults_are_about_projects(self):
        self.deploy()
        self.assert_granted(
            lambda _rule: set(),
            host_routes.ROUTES,
            family=host_inventory,
            scope=_SYSTEM,
        )

    def test_legacy_defaults_change_nothing(self):
        self.deploy(enforce_new_defaults=False)
        self.assert_granted(
            _host_roles, host_routes.ROUTES, family=host_inventory
        )

    def test_a_refusal_has_the_form_of_the_family(self):
        self.deploy()
        answer = self.ask(
            'POST', '/api/v2/hosts/', 'reader', family=host_inventory
        )
        self.assertEqual(
            (403, ['detail']), (answer.status_int, list(answer.json))
        )

    def test_a_file_overrides_a_rule(self):
        self.deploy('"host_inventory:hosts:read": "role:auditor"\n')
        for role, status in (('auditor', 200), ('admin', 403)):
            answer = self.ask(
                'GET', '/api/v2/hosts/', role, family=host_inventory
            )
            self.assertEqual(status, answer.status_int, role)
