"""Every operation of the host-inventory family, by every role.

With Keystone every user of the cloud has a token: the family is closed to them
until the deployer opens it.
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


#: Lines of a policy file that open the host inventory to ordinary users.
_READERS, _MEMBERS = _read_rules('deploy')[:2]
_OPENED = f'{_READERS}\n{_MEMBERS}\n'
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


def _host_roles(rule):
    # Readers may have tokens.
    if rule == 'host_inventory:tokens:write':
        return _READ
    return _READ if rule.endswith(':read') else _WRITE


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
    """Every user of the cloud has a token: the family is closed by default."""

    family = host_inventory
    table = routes.ROUTES

    def _answers(self, version):
        """Return {(method, path, role): response} of a version's operations.

        Each role calls each method of each path, and HEAD where there is GET.
        """
        answers = {}
        for path, methods in routes.ROUTES.items():
            endpoints = router.select_version(
                router.group_endpoints(methods), versions.parse(version)
            )
            for method in (
                *endpoints,
                *(['HEAD'] if 'GET' in endpoints else ()),
            ):
                for role, roles in _IMPLIED.items():
                    answers[method, path, role] = self.ask(
                        method,
                        path,
                        roles,
                        version=version,
                    )
        return answers

    def test_only_admins_and_services_are_admitted_at_each_version(self):
        self.deploy()
        for version in family_versions.history.numbers:
            operations = set()
            for operation, answer in self._answers(version).items():
                method, path, role = operation
                route_method = 'GET' if method == 'HEAD' else method
                if method == 'OPTIONS' or (route_method, path) in _FOR_ALL:
                    # The form of logins is 403 without its CSRF token.
                    self.assertNotIn(
                        _REFUSAL['detail'], answer.text, operation
                    )
                    continue
                operations.add((method, path))
                if role in ('admin', 'service'):
                    self.assertNotEqual(403, answer.status_int, operation)
                    continue
                self.assertEqual(403, answer.status_int, (version, operation))
                if method != 'HEAD':
                    self.assertEqual(_REFUSAL, answer.json, operation)
            self.assertLess(100, len(operations))

    def test_operations_for_all_users_show_no_rows(self):
        self.deploy()
        for path in routes.ROUTES:
            answer = self.ask('OPTIONS', path, _IMPLIED['member'])
            actions = answer.json['actions']
            if ('GET', path) not in _FOR_ALL:
                self.assertEqual({}, actions, path)
                self.assertEqual('', answer.json['description'], path)
        [caller] = self.ask('GET', '/api/v2/me/', _IMPLIED['member']).json[
            'results'
        ]
        self.assertEqual('joe', caller['username'])

    def test_two_lines_of_the_docs_open_it(self):
        self.deploy(_OPENED)
        self.assert_allowed(_host_roles)

    def test_one_line_of_the_docs_opens_it_to_readers(self):
        self.deploy(_READERS)
        self.assert_allowed(
            lambda rule: (
                _READ if _host_roles(rule) == _READ else {'admin', 'service'}
            )
        )

    def test_tokens_of_other_scopes_are_refused(self):
        self.deploy(_OPENED)
        for scope in (access.SYSTEM, access.DOMAIN):
            self.assert_allowed(
                lambda _rule: set(),
                scope=scope,
            )

    def test_pages_of_the_docs_agree(self):
        for page in ('deploy', 'awx-clients'):
            self.assertEqual([_READERS, _MEMBERS], _read_rules(page)[:2], page)
        self.assertEqual([_READERS, _MEMBERS], _read_rules('deploy')[2:4])

    def test_it_may_be_opened_to_own_roles_or_to_one_project(self):
        readers, admins, project = _read_rules('deploy')[4:]
        reading, writing = (
            ('GET', '/api/v2/hosts/'),
            ('POST', '/api/v2/hosts/'),
        )
        for policy, roles, expected in (
            (f'{readers}\n{admins}\n', 'inventory_reader', {reading}),
            (f'{readers}\n{admins}\n', 'inventory_admin', {reading, writing}),
            (f'{readers}\n{admins}\n', 'member,reader', set()),
            (
                project.replace('PROJECT_ID', 'mine'),
                'member,reader',
                {reading},
            ),
            (project.replace('PROJECT_ID', 'theirs'), 'reader', set()),
        ):
            self.deploy(policy)
            answers = {
                each: self.ask(*each, roles).status_int
                for each in (reading, writing)
            }
            self.assertEqual(
                expected,
                {each for each, status in answers.items() if status != 403},
                (policy, roles),
            )

    def test_legacy_defaults_do_not_open_it(self):
        self.deploy(enforce_new_defaults=False)
        self.assert_allowed(lambda _rule: {'admin', 'service'})

    def test_a_request_on_behalf_of_a_user_has_the_rights_of_the_user(self):
        self.deploy()
        answer = self.ask(
            'GET',
            '/api/v2/hosts/',
            _IMPLIED['member'],
            scope={**access.PROJECT, 'HTTP_X_SERVICE_ROLES': 'service'},
        )
        self.assertEqual(403, answer.status_int)
