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


def _policy(enforce_new_defaults=True):
    settings = conf.new()
    settings([], default_config_files=[])
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

    def test_every_operation_on_hosts_asks_a_base_rule_or_for_the_admin(self):
        checks = {
            rule.check_str
            for rule in host_inventory.RULES
            if hasattr(rule, 'operations')
        }
        self.assertEqual(
            {
                'rule:host_inventory:admin_api',
                'rule:host_inventory:reader_api',
                'rule:host_inventory:member_api',
                'role:admin',
            },
            checks,
        )


class TestTools(unittest.TestCase):
    def test_the_tools_read_the_configured_rules(self):
        with (
            tempfile.TemporaryDirectory() as directory,
            mock.patch.dict(
                os.environ, {'OS_PLACEMENT_CONFIG_DIR': directory}
            ),
        ):
            pathlib.Path(directory, 'placement-inv.conf').write_text(
                '[oslo_policy]\npolicy_file = rules.yaml\n'
            )
            pathlib.Path(directory, 'rules.yaml').write_text(
                '"host_inventory:member_api": "role:operator"\n'
            )
            enforcer = policy.enforcer_for_tools()
        rule = enforcer.file_rules['host_inventory:member_api']
        self.assertEqual('role:operator', rule.check_str)


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
