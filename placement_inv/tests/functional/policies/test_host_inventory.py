"""Every operation of the host-inventory family, by every role.

With Keystone every user of the cloud has a token: it shows nothing until an
administrator binds organizations to projects.
"""

import pathlib
import re

from placement_inv.handlers import host_inventory
from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions as family_versions
from placement_inv.tests.functional import access
from placement_inv.web import router
from placement_inv.web import versions

_READ = {'admin', 'service', 'member', 'reader'}
_WRITE = {'admin', 'service', 'member'}

#: The roles in a token of Keystone: each role with those that it implies.
_IMPLIED = {
    'admin': 'admin,manager,member,reader',
    'manager': 'manager,member,reader',
    'member': 'member,reader',
    'reader': 'reader',
    'service': 'service',
    'stranger': '',
}
_DOCS = pathlib.Path(__file__).parents[4] / 'doc' / 'source'


def _read_rules(page):
    """Return the lines of a policy file that a page shows, in its order."""
    text = (_DOCS / f'{page}.rst').read_text(encoding='utf-8')
    return re.findall('^ +("host_inventory:.*)$', text, re.MULTILINE)


#: Operations for all roles: they lead to the login and to the API's root.
_FOR_ALL = {
    ('GET', '/api'),
    ('GET', '/api/login'),
    ('POST', '/api/login'),
    ('GET', '/api/logout'),
    ('POST', '/api/logout'),
    ('GET', '/api/v2'),
    ('GET', '/api/v2/config'),
    ('GET', '/api/v2/me'),
    ('GET', '/api/v2/me/permissions'),
    ('GET', '/api/v2/ping'),
}

_REFUSAL = {'detail': 'You do not have permission to perform this action.'}


#: {rule: the roles that it admits}, where its name does not say it.
_ROLES = {
    # Readers may have tokens, and change their own account.
    'host_inventory:tokens:write': _READ,
    'host_inventory:users:change': _READ,
    'host_inventory:users:create': {'admin', 'service'},
    'host_inventory:organizations:create': {'admin', 'service'},
}


def _host_roles(rule):
    return _ROLES.get(rule, _READ if rule.endswith(':read') else _WRITE)


class TestHostInventory(access.AccessTest):
    """With http_basic and noauth2, whose users the deployer chose."""

    family = host_inventory
    table = routes.ROUTES

    def test_defaults(self):
        for strategy in ('http_basic', 'noauth2'):
            self.deploy(strategy=strategy)
            self.assert_allowed(_host_roles)

    def test_defaults_are_about_projects(self):
        self.deploy(strategy='http_basic')
        self.assert_allowed(
            lambda _rule: set(),
            scope=access.SYSTEM,
        )

    def test_legacy_defaults_change_nothing(self):
        self.deploy(strategy='http_basic', enforce_new_defaults=False)
        self.assert_allowed(_host_roles)

    def test_a_refusal_has_the_form_of_the_family(self):
        self.deploy(strategy='http_basic')
        answer = self.ask('POST', '/api/v2/hosts/', 'reader')
        self.assertEqual(
            (403, ['detail']), (answer.status_int, list(answer.json))
        )

    def test_a_file_overrides_a_rule(self):
        for strategy in ('keystone', 'http_basic'):
            self.deploy(
                '"host_inventory:hosts:read": "role:auditor"\n', strategy
            )
            for role, status in (('auditor', 200), ('admin', 403)):
                answer = self.ask('GET', '/api/v2/hosts/', role)
                self.assertEqual(status, answer.status_int, (strategy, role))


class TestHostInventoryBesideKeystone(access.AccessTest):
    """Every user of the cloud has a token: tenants limit what it shows."""

    family = host_inventory
    table = routes.ROUTES

    def test_members_and_readers_see_no_rows(self):
        self.deploy()
        for role in ('reader', 'member', 'manager'):
            for noun in ('organizations', 'inventories', 'hosts'):
                answer = self.ask('GET', f'/api/v2/{noun}/', _IMPLIED[role])
                self.assertEqual(200, answer.status_int, (role, noun))
                self.assertEqual(0, answer.json['count'], (role, noun))

    def test_strangers_are_refused_at_each_version(self):
        self.deploy()
        for version in family_versions.history.numbers:
            operations = set()
            for path, methods in routes.ROUTES.items():
                for method in router.select_version(
                    router.group_endpoints(methods), versions.parse(version)
                ):
                    answer = self.ask(method, path, '', version=version)
                    operation = (method, path)
                    if method == 'OPTIONS' or operation in _FOR_ALL:
                        # The form of logins is 403 without its CSRF token.
                        self.assertNotIn(
                            _REFUSAL['detail'], answer.text, operation
                        )
                        continue
                    operations.add(operation)
                    self.assertEqual(
                        (403, _REFUSAL),
                        (answer.status_int, answer.json),
                        (version, operation),
                    )
            self.assertLess(100, len(operations))

    def test_operations_for_all_users_show_strangers_no_rows(self):
        self.deploy()
        for path in routes.ROUTES:
            answer = self.ask('OPTIONS', path, '')
            if ('GET', path) not in _FOR_ALL:
                self.assertEqual({}, answer.json['actions'], path)
                self.assertEqual('', answer.json['description'], path)
        [caller] = self.ask('GET', '/api/v2/me/', '').json['results']
        self.assertEqual('joe', caller['username'])

    def test_tokens_of_the_system_are_refused(self):
        self.deploy()
        self.assert_allowed(lambda _rule: set(), scope=access.SYSTEM)

    def test_a_request_on_behalf_of_a_user_has_the_rights_of_the_user(self):
        self.deploy()
        answer = self.ask(
            'GET',
            '/api/v2/hosts/',
            '',
            scope={**access.PROJECT, 'HTTP_X_SERVICE_ROLES': 'service'},
        )
        self.assertEqual(403, answer.status_int)

    def test_the_lines_of_the_docs_admit_own_roles_only(self):
        self.deploy('\n'.join(_read_rules('deploy')) + '\n')
        for roles, status in (
            ('inventory,member', 200),
            ('member', 403),
            ('admin', 200),
        ):
            answer = self.ask('GET', '/api/v2/hosts/', roles)
            self.assertEqual(status, answer.status_int, roles)
