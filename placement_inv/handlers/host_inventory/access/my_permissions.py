"""`/me/permissions/`: what the caller may do, and which rule decides."""

from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import permissions
from placement_inv.handlers.host_inventory.http import pagination
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.web.endpoint import endpoint

_BOOLEANS = {'true': True, 'false': False}
_PARAMETERS = frozenset(
    (
        'allowed',
        'count',
        'count_disabled',
        'family',
        'operation',
        'page',
        'page_size',
    )
)


@endpoint(rule=None, since=versions.TENANTS)
def index(req):
    """List the operations of both families, and whether policy allows them."""
    matches = _parse_filters(req.GET)
    rows = [
        permission
        for permission in permissions.list_permissions(
            req.ctx, req.ctx.services.operations
        )
        if matches(permission)
    ]
    return pagination.answer_with(
        req,
        _cut(rows, pagination.parse_window(req)),
        _present,
        caller=_present_caller(permissions.describe_caller(req.ctx)),
    )


def _parse_filters(parameters):
    """Return the function that tells whether a Permission is listed.

    Raises InvalidFilter.
    """
    for name in parameters:
        if name not in _PARAMETERS:
            raise errors.InvalidFilter(
                reason=f'{name} is none of {", ".join(sorted(_PARAMETERS))}.'
            )
    family = _choose(parameters, 'family', permissions.FAMILIES)
    allowed = _choose(parameters, 'allowed', _BOOLEANS)
    text = parameters.get('operation', '').lower()

    def matches(permission):
        operation = permission.operation
        return (
            family in (None, operation.family)
            and (
                allowed is None or permission.is_allowed is _BOOLEANS[allowed]
            )
            and text in operation.name.lower()
        )

    return matches


def _choose(parameters, name, choices):
    value = parameters.get(name)
    if value is not None and value not in choices:
        raise errors.InvalidFilter(
            reason=f'{name} is one of {", ".join(choices)}.'
        )
    return value


def _cut(rows, query):
    """Return one page of rows; raise InvalidPage if there is none."""
    last = max(1, -(-len(rows) // query.size))
    number = last if query.page == list_page.LAST else query.page
    if number > last:
        raise errors.InvalidPage()
    start = (number - 1) * query.size
    return list_page.Page(
        tuple(rows[start : start + query.size]),
        len(rows),
        number,
        query.size,
        more=number < last,
    )


def _present(_req, permission):
    operation = permission.operation
    return {
        'family': operation.family,
        'operation': operation.name,
        'rule': operation.rule,
        'check': permission.check,
        'check_is_from_file': permission.is_overridden,
        'allowed': permission.is_allowed,
        'needed_roles': permission.needed_roles,
    }


def _present_caller(caller):
    return {
        'user': caller.user,
        'roles': list(caller.roles),
        'project_id': caller.project_id,
        'domain_id': caller.domain_id,
        'system_scope': caller.system_scope,
        'is_unrestricted': caller.is_unrestricted,
        'reads_all_organizations': caller.reads_all,
        'organization_roles': list(caller.organization_roles),
        'includes_unbound_organizations': caller.includes_unbound,
    }
