"""What the caller of a request may see, and its roles."""

import functools

from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import statement_limits
from placement_inv.policies import host_inventory as rules

#: {rule: the roles on organizations that callers have by it}, for those of
#: the project or domain of the token.
_TOKEN_ROLES = {
    rules.PROJECT_MANAGER: (roles.ADMIN,),
    rules.PROJECT_MEMBER: (roles.INVENTORY_ADMIN, roles.AUDITOR),
    rules.PROJECT_READER: (roles.AUDITOR,),
}
#: The strategies whose users the deployer chose for this service: they share
#: the organizations without project and domain. With others, every user of a
#: cloud may call.
_SHARING_STRATEGIES = frozenset(('http_basic', 'noauth2'))


def set_limits(req):
    """Set the limits of a caller, with the roles that the operation needs."""
    if not req.ctx.may(rules.ADMIN_API):
        access = find(req.ctx, req.endpoint.rule)
        statement_limits.apply(req.ctx, access)


def find(ctx, rule=None):
    """Return the Access of a caller who is no administrator.

    `rule` is the policy rule of the operation.
    """
    return _access(
        ctx.user_id,
        frozenset(
            role
            for rule, names in _TOKEN_ROLES.items()
            if ctx.may(rule)
            for role in names
        ),
        ctx.project_id or '',
        ctx.domain_id or '',
        ctx.conf.api.auth_strategy in _SHARING_STRATEGIES,
        ctx.may(rules.AUDITOR_API),
        rule,
    )


@functools.lru_cache(maxsize=1000)
def _access(
    external_id,
    token_roles,
    project_id,
    domain_id,
    includes_unbound,
    reads_all,
    rule,
):
    """Return an Access.

    PERF: it has the parameters of statements, which are created once for all
    requests of a caller.
    """
    return conditions.Access(
        external_id=external_id,
        token_roles=token_roles,
        project_id=project_id,
        domain_id=domain_id,
        includes_unbound=includes_unbound,
        reads_all=reads_all,
        needed_roles=roles.NEEDED.get(rule, roles.NEEDED_BY_DEFAULT),
    )
