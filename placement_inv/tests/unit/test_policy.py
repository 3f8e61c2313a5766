import os
import pathlib
import tempfile
import unittest
from unittest import mock

from placement_inv import conf
from placement_inv import context
from placement_inv import exceptions
from placement_inv import policies
from placement_inv import policy
from placement_inv.policies import host_inventory

_PROVIDERS = 'placement:resource_providers:list'
_USAGES = 'placement:usages'
_HOSTS_READ = 'host_inventory:hosts:read'
_HOSTS_WRITE = 'host_inventory:hosts:write'


def _policy(enforce_new_defaults=True, strategy='http_basic'):
    settings = conf.new()
    settings([], default_config_files=[])
    settings.set_override('auth_strategy', strategy, 'api')
    settings.set_override(
        'enforce_new_defaults', enforce_new_defaults, 'oslo_policy'
    )
    return policy.Policy(settings)


def _caller(*roles, project='mine', **scope):
    return context.RequestContext(
        None, user_id='u', project_id=project, roles=list(roles), **scope
    )


class TestRoleMatrix(unittest.TestCase):
    #: {role: rules that allow it in its own project}.
    RULES_BY_ROLE = {
        'admin': {_PROVIDERS, _USAGES, _HOSTS_READ, _HOSTS_WRITE},
        'service': {_PROVIDERS, _USAGES, _HOSTS_READ, _HOSTS_WRITE},
        'member': {_HOSTS_READ, _HOSTS_WRITE},
        'reader': {_USAGES, _HOSTS_READ},
        'stranger': set(),
    }

    def _list_allowed_rules(self, rules, role):
        caller = _caller(role)
        return {
            rule
            for rule in (_PROVIDERS, _USAGES, _HOSTS_READ, _HOSTS_WRITE)
            if rules.allows(caller, rule, {'project_id': 'mine'})
        }

    def test_new_defaults(self):
        rules = _policy()
        for role, expected in self.RULES_BY_ROLE.items():
            with self.subTest(role=role):
                self.assertEqual(
                    expected, self._list_allowed_rules(rules, role)
                )

    def test_legacy_defaults_are_the_same(self):
        rules = _policy(enforce_new_defaults=False)
        for role, expected in self.RULES_BY_ROLE.items():
            with self.subTest(role=role):
                self.assertEqual(
                    expected, self._list_allowed_rules(rules, role)
                )

    def test_keystone_gives_members_and_readers_nothing_of_hosts(self):
        for new in (True, False):
            rules = _policy(enforce_new_defaults=new, strategy='keystone')
            for role, expected in self.RULES_BY_ROLE.items():
                if role not in ('admin', 'service'):
                    expected = expected - {_HOSTS_READ, _HOSTS_WRITE}
                with self.subTest(role=role, new=new):
                    self.assertEqual(
                        expected, self._list_allowed_rules(rules, role)
                    )

    def test_a_reader_sees_only_its_own_project(self):
        self.assertFalse(
            _policy().allows(
                _caller('reader', project='theirs'),
                _USAGES,
                {'project_id': 'mine'},
            )
        )

    def test_a_refusal_names_the_rule(self):
        with self.assertRaisesRegex(
            exceptions.PolicyNotAuthorized, _PROVIDERS
        ):
            _policy().authorize(_caller('reader'), _PROVIDERS, {})


class TestRules(unittest.TestCase):
    def test_every_rule_is_described_and_named_once(self):
        rules = policies.list_rules()
        names = [rule.name for rule in rules]
        self.assertEqual(sorted(set(names)), sorted(names))
        for rule in rules:
            self.assertTrue(rule.description, rule.name)

    def test_a_strategy_changes_the_base_rules_of_hosts_only(self):
        keystone, http_basic, other = (
            {rule.name: rule.check_str for rule in policies.list_rules(name)}
            for name in ('keystone', 'http_basic', 'another')
        )
        self.assertEqual(keystone, other)
        self.assertEqual(
            {'host_inventory:reader_api', 'host_inventory:member_api'},
            {
                name
                for name, check in keystone.items()
                if http_basic[name] != check
            },
        )

    def test_every_rule_of_hosts_asks_a_base_rule_or_for_the_admin(self):
        checks = {rule.check_str for rule in host_inventory.RULES}
        self.assertEqual(
            {
                'rule:host_inventory:reader_api',
                'rule:host_inventory:member_api',
                'role:admin',
            },
            checks,
        )

    def test_the_base_rules_tell_both_defaults(self):
        for strategy in ('keystone', 'http_basic'):
            for rule in host_inventory.list_rules(strategy)[:2]:
                self.assertIn(f'"{rule.check_str}"', rule.description)


class TestTools(unittest.TestCase):
    def test_the_tools_see_the_defaults_of_the_configured_strategy(self):
        for strategy, members in (('keystone', False), ('http_basic', True)):
            with (
                tempfile.TemporaryDirectory() as directory,
                mock.patch.dict(
                    os.environ, {'OS_PLACEMENT_CONFIG_DIR': directory}
                ),
            ):
                pathlib.Path(directory, 'placement-inv.conf').write_text(
                    f'[api]\nauth_strategy = {strategy}\n'
                )
                rules = policy.enforcer_for_tools().registered_rules
            check = rules['host_inventory:member_api'].check_str
            self.assertEqual(members, 'role:member' in check, strategy)


class TestCachedDecisions(unittest.TestCase):
    def setUp(self):
        self.now = 0
        settings = conf.new()
        settings([], default_config_files=[])
        self.rules = policy.Policy(settings, clock=lambda: self.now)
        self.questions = []
        self.rules._decide = lambda *question: self.questions.append(question)

    def test_decisions_are_kept_for_a_second(self):
        caller = _caller('admin')
        for self.now in (0, 0.9, 1.1, 1.2):
            self.rules.allows(caller, _USAGES, {})
        self.assertEqual(2, len(self.questions))

    def test_decisions_are_kept_for_the_same_question_only(self):
        questions = (
            (_caller('admin'), _USAGES, {}),
            (_caller('reader'), _USAGES, {}),
            (_caller('reader', project='other'), _USAGES, {}),
            (_caller('reader'), _PROVIDERS, {}),
            (_caller('reader'), _USAGES, {'project_id': 'mine'}),
        )
        for question in questions * 2:
            self.rules.allows(*question)
        self.assertEqual(
            [question[1:] for question in questions],
            [each[1:] for each in self.questions],
        )


class TestScope(unittest.TestCase):
    def test_a_caller_of_another_scope_gets_the_sentence_of_upstream(self):
        rules = _policy()
        for scope in ({'system_scope': 'all'}, {'domain_id': 'default'}):
            caller = _caller('admin', project=None, **scope)
            with self.assertRaises(exceptions.ScopeNotAuthorized) as caught:
                rules.authorize(caller, _PROVIDERS, {})
            self.assertEqual(_PROVIDERS, str(caught.exception))
            self.assertFalse(rules.allows(caller, _PROVIDERS, {}))

    def test_a_caller_of_the_scope_without_the_role_gets_ours(self):
        with self.assertRaises(exceptions.PolicyNotAuthorized) as caught:
            _policy().authorize(_caller('reader'), _PROVIDERS, {})
        self.assertIn('Policy does not allow', str(caught.exception))
