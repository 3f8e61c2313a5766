"""Which operations a caller may use, by which rule, and with which roles.

It says the same of the caller of a request and of an imagined one: the
handler of `/me/permissions/` and `placement-inv config check --as` show it.
"""

import dataclasses

from placement_inv import policies
from placement_inv.handlers.host_inventory.http import current_access
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.policies import host_inventory as rules
from placement_inv.web import router

HOST_INVENTORY = 'host-inventory'
PLACEMENT = 'placement'
FAMILIES = (HOST_INVENTORY, PLACEMENT)

_PREFIX = 'host_inventory:'
_WRITE = ':write'
#: Access tokens belong to users and are in no organization.
_OF_USERS = frozenset((f'{_PREFIX}tokens:write',))


@dataclasses.dataclass(frozen=True, slots=True)
class Operation:
    """A method of a path, and the policy rule that decides about it."""

    family: str
    method: str
    path: str
    #: None if every caller may use it.
    rule: str | None

    @property
    def name(self):
        return f'{self.method} {self.path}'


@dataclasses.dataclass(frozen=True, slots=True)
class Permission:
    """What policy says of one operation for one caller."""

    operation: Operation
    #: The check that decides: the default, or that of the deployer's file.
    check: str | None
    is_overridden: bool
    is_allowed: bool
    #: {kind of objects: the role that the operation needs on one}.
    needed_roles: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Caller:
    """A caller, and what its token gives."""

    user: str | None
    roles: tuple[str, ...]
    project_id: str | None
    domain_id: str | None
    system_scope: str | None
    #: Whether no limits of tenants apply.
    is_unrestricted: bool
    #: Whether the caller reads the rows of all organizations.
    reads_all: bool
    #: The roles on organizations of the token's project or domain.
    organization_roles: tuple[str, ...]
    #: Whether these are roles on organizations without a project, too.
    includes_unbound: bool


def list_operations(tables):
    """Return the Operations of {family: table of routes}, of newest versions.

    Rules that no route names decide about parts of operations: those are
    listed by the operations that the rule documents.
    """
    operations = [
        Operation(family, method, pattern, endpoint.rule)
        for family, table in tables.items()
        for pattern, methods in table.items()
        for method, endpoints in router.group_endpoints(methods).items()
        for endpoint in endpoints
        if method != 'OPTIONS' and endpoint.until is None
    ]
    rules_of_routes = {operation.rule for operation in operations}
    operations += [
        Operation(_family(rule.name), each['method'], each['path'], rule.name)
        for rule in policies.list_rules()
        if rule.name not in rules_of_routes
        for each in getattr(rule, 'operations', ())
    ]
    return tuple(dict.fromkeys(operations))


def describe_caller(ctx):
    """Return the Caller of a context."""
    access = current_access.find(ctx)
    return Caller(
        user=ctx.user_id,
        roles=tuple(ctx.roles),
        project_id=ctx.project_id,
        domain_id=ctx.domain_id,
        system_scope=ctx.system_scope,
        is_unrestricted=ctx.may(rules.ADMIN_API),
        reads_all=access.reads_all or ctx.may(rules.ADMIN_API),
        organization_roles=tuple(sorted(access.token_roles)),
        includes_unbound=access.includes_unbound,
    )


def list_permissions(ctx, operations):
    """Return the Permissions of a context's caller, in the order given."""
    return [_decide(ctx, operation) for operation in operations]


def _decide(ctx, operation):
    rule = operation.rule
    if rule is None:
        return Permission(operation, None, False, True, {})
    policy = ctx.services.policy
    # Rules that compare a project are about the caller's own.
    target = {'project_id': ctx.project_id}
    return Permission(
        operation=operation,
        check=policy.find_check(rule),
        is_overridden=policy.is_overridden(rule),
        is_allowed=policy.allows(ctx, rule, target),
        needed_roles=_needed_roles(rule),
    )


def _needed_roles(rule):
    """Return the roles on objects that an operation with a rule needs."""
    is_write = rule.startswith(_PREFIX) and rule.endswith(_WRITE)
    if not is_write or rule in _OF_USERS:
        return {}
    return dict(roles.NEEDED.get(rule, roles.NEEDED_BY_DEFAULT))


def _family(rule):
    return HOST_INVENTORY if rule.startswith(_PREFIX) else PLACEMENT
