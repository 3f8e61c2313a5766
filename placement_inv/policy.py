"""Decides with oslo.policy whether a caller may do something."""

import math
import operator
import os
import time

from oslo_policy import policy

from placement_inv import conf as configuration
from placement_inv import exceptions
from placement_inv import policies

#: Seconds for which decisions are cached; then a changed file has effect.
_SECONDS = 1
_MAX_DECISIONS = 10000

#: The attributes of a caller that rules may compare.
_CALLER = operator.attrgetter(
    'user_id',
    'user_domain_id',
    'system_scope',
    'domain_id',
    'project_id',
    'project_domain_id',
    'is_admin_project',
    'service_user_id',
    'service_user_domain_id',
    'service_project_id',
    'service_project_domain_id',
)


class Policy:
    """The rules of one application: defaults and the deployer's file."""

    def __init__(self, conf, clock=time.monotonic):
        self._enforcer = _create_enforcer(conf)
        self._clock = clock
        self._decisions = {}
        self._until = -math.inf

    def authorize(self, ctx, rule, target):
        """Raise PolicyNotAuthorized unless `ctx` may do `rule`.

        It is ScopeNotAuthorized if the rule is about tokens of another scope.
        """
        decision = self._find_decision(ctx, rule, target)
        if decision is None:
            raise exceptions.ScopeNotAuthorized(action=rule)
        if not decision:
            raise exceptions.PolicyNotAuthorized(action=rule)

    def allows(self, ctx, rule, target):
        """Tell whether `ctx` may do `rule` to `target`."""
        return bool(self._find_decision(ctx, rule, target))

    def check_references(self):
        """Raise InvalidDefinitionError for references without a rule.

        Also for rules that refer to themselves.
        """
        self._enforcer.check_rules(raise_on_violation=True)

    def is_overridden(self, rule):
        """Tell whether a file of the deployer says something of `rule`."""
        return rule in self._enforcer.file_rules

    def find_check(self, rule):
        """Return the check of a rule as text: the one that decides."""
        return str(self._enforcer.rules[rule])

    def _find_decision(self, ctx, rule, target):
        """Return whether the rule allows it, None for a token out of scope.

        PERF: oslo.policy checks for changed files at each decision, and most
        requests need the same decisions.
        """
        now = self._clock()
        if now >= self._until or len(self._decisions) >= _MAX_DECISIONS:
            self._decisions, self._until = {}, now + _SECONDS
        decisions = self._decisions
        key = (
            rule,
            _CALLER(ctx),
            tuple(ctx.roles),
            tuple(ctx.service_roles or ()),
            tuple(sorted(target.items())),
        )
        if key not in decisions:
            decisions[key] = self._decide(ctx, rule, target)
        return decisions[key]

    def _decide(self, ctx, rule, target):
        try:
            return self._enforcer.authorize(
                rule, target, ctx.to_policy_values(), do_raise=True
            )
        except policy.PolicyNotAuthorized:
            return False
        except policy.InvalidScope:
            return None


def _create_enforcer(conf):
    enforcer = policy.Enforcer(conf)
    # The defaults are ours: a deployer cannot act on these warnings.
    enforcer.suppress_default_change_warnings = True
    enforcer.suppress_deprecation_warnings = True
    enforcer.register_defaults(policies.list_rules())
    enforcer.load_rules()
    return enforcer


def enforcer_for_tools():
    """Return the enforcer for oslo.policy's command line tools.

    It reads the configuration that the service reads, because the defaults
    depend on it.
    """
    return _create_enforcer(configuration.load(environ=os.environ))
