"""Decides whether a caller may do something, by oslo.policy."""

from oslo_config import cfg
from oslo_policy import opts
from oslo_policy import policy

from placement_inv import exceptions
from placement_inv import policies


class Policy:
    """The rules of one application: defaults plus the deployer's file."""

    def __init__(self, conf):
        self._enforcer = _enforcer(conf)

    def authorize(self, ctx, rule, target):
        """Raise PolicyNotAuthorized unless `ctx` may do `rule`."""
        if not self.allows(ctx, rule, target):
            raise exceptions.PolicyNotAuthorized(action=rule)

    def allows(self, ctx, rule, target):
        """Tell whether `ctx` may do `rule` to `target`."""
        try:
            return self._enforcer.authorize(
                rule, target, ctx.to_policy_values(), do_raise=False
            )
        except policy.InvalidScope:
            return False


def _enforcer(conf):
    enforcer = policy.Enforcer(conf)
    # Nothing a deployer could do about them: the defaults are ours.
    enforcer.suppress_default_change_warnings = True
    enforcer.suppress_deprecation_warnings = True
    enforcer.register_defaults(policies.list_rules())
    enforcer.load_rules()
    return enforcer


def enforcer_for_tools():
    """Return the enforcer that oslo.policy's command line tools ask for."""
    conf = cfg.ConfigOpts()
    opts.set_defaults(conf)
    conf([], project='placement-inv')
    return _enforcer(conf)
