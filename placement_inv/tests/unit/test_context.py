"""A request context caches the decisions of the policy."""

import types

import testtools

from placement_inv import context


class _Policy:
    def __init__(self):
        self.rules = []

    def allows(self, _ctx, rule, _target):
        self.rules.append(rule)
        return rule == 'read'


class TestMay(testtools.TestCase):
    def test_each_rule_is_asked_once(self):
        policy = _Policy()
        ctx = context.RequestContext(types.SimpleNamespace(policy=policy))
        answers = [
            ctx.may(rule) for rule in ('read', 'write', 'read', 'write')
        ]
        self.assertEqual([True, False, True, False], answers)
        self.assertEqual(['read', 'write'], policy.rules)
