"""The operations of the host-inventory family, and what each of them needs.

They are those of the table of routes. What an operation needs follows from
its policy rule and from the kind of the row in its path.
"""

import dataclasses
import re

from placement_inv.handlers.host_inventory import routes
from placement_inv.tests.functional.matrix import bodies
from placement_inv.tests.functional.matrix import callers
from placement_inv.web import router

OK, DENIED, ABSENT = 'answered', '403', '404'

_READ_NEEDS = {
    'organizations': callers.ORGANIZATION_READ,
    'inventories': callers.READ,
    'constructed_inventories': callers.READ,
    'hosts': callers.READ,
    'groups': callers.READ,
    'inventory_sources': callers.READ,
    'inventory_updates': callers.READ,
    'activity_stream': callers.READ,
    'teams': callers.TEAMS_READ,
    # A user who has a role in the organization, and a role of it.
    'users': callers.ORGANIZATION_READ,
    'roles': callers.ORGANIZATION_READ,
}
#: {rule: what a write of a row needs}.
_WRITE_NEEDS = {
    'host_inventory:organizations:write': callers.ORGANIZATION_CHANGE,
    'host_inventory:inventories:write': callers.CHANGE,
    'host_inventory:hosts:write': callers.CHANGE,
    'host_inventory:groups:write': callers.CHANGE,
    'host_inventory:sources:write': callers.CHANGE,
    'host_inventory:updates:write': callers.UPDATE,
    'host_inventory:teams:write': callers.TEAMS_CHANGE,
    # The roles that the bodies and paths name are the organization's.
    'host_inventory:roles:write': callers.ORGANIZATION_CHANGE,
}
#: {(method, pattern): (what finds the row, what the write needs)} of those
#: whose row is not in the path, or that need a role on another row.
_OTHER_NEEDS = {
    ('POST', '/api/v2/inventories'): (
        callers.ORGANIZATION_READ,
        callers.INVENTORIES_ADD,
    ),
    ('POST', '/api/v2/constructed_inventories'): (
        callers.ORGANIZATION_READ,
        callers.INVENTORIES_ADD,
    ),
    ('POST', '/api/v2/inventories/{id}/copy'): (
        callers.READ,
        callers.INVENTORIES_ADD,
    ),
    ('DELETE', '/api/v2/inventory_updates/{id}'): (
        callers.READ,
        callers.CHANGE,
    ),
    ('POST', '/api/v2/teams'): (
        callers.ORGANIZATION_READ,
        callers.TEAMS_CHANGE,
    ),
    **{
        ('POST', f'/api/v2/{noun}'): (callers.READ, callers.CHANGE)
        for noun in (
            'hosts',
            'groups',
            'inventory_sources',
            'bulk/host_create',
            'bulk/host_upsert',
            'bulk/host_patch',
            'bulk/host_associate',
            'bulk/host_delete',
        )
    },
}
#: {pattern: key of the row in `World.ids`}, if it is not the noun.
_OTHER_ROWS = {
    '/api/v2/inventory_updates/{id}/cancel': 'pending_updates',
    '/api/v2/inventories/{id}/input_inventories': 'constructed_inventories',
}
#: {pattern: the query string that it needs}.
_QUERIES = {
    '/api/v2/smart_filter': 'host_filter=name=host',
    '/api/v2/hosts/{id}/explain': 'host_filter=name=host',
}
#: Without the CSRF token of the form every caller is refused.
_FORM = ('POST', '/api/login')
#: The callers without limits.
_ADMINISTRATORS = frozenset(('admin', 'service'))
#: Rules of operations for administrators.
_FOR_ADMINS = frozenset(
    ('host_inventory:organizations:create', 'host_inventory:users:create')
)
#: Writes that readers may do, too: of what is their own.
_FOR_READERS = frozenset(
    ('host_inventory:tokens:write', 'host_inventory:users:change')
)


class Incomplete(Exception):
    """A new route needs an entry in a table of this package."""


@dataclasses.dataclass(frozen=True)
class Operation:
    """A method of a route at one version."""

    method: str
    pattern: str
    rule: str | None

    def __str__(self):
        return f'{self.method} {self.pattern}'

    @property
    def noun(self):
        """The kind of the row in the path; None without one."""
        match = re.match(r'/api/v2/(\w+)/{id}', self.pattern)
        return match and match[1]

    @property
    def is_read(self):
        """Whether it changes nothing."""
        return self.method in ('GET', 'OPTIONS')

    @property
    def is_about_tenants(self):
        """Whether its answer depends on whose rows it is about."""
        return self.noun is not None or self.key in _OTHER_NEEDS

    @property
    def key(self):
        return self.method, self.pattern

    def path(self, ids):
        """Return the path for the rows of a tenant."""
        path = f'{self.pattern}/'
        if self.noun is not None:
            if self.noun not in ids:
                raise Incomplete(f'{self}: the world has no {self.noun}')
            row_id = ids[_OTHER_ROWS.get(self.pattern, self.noun)]
            path = path.replace('{id}', str(row_id))
        if '{' in path:
            raise Incomplete(f'{self}: no value for the path')
        query = _QUERIES.get(self.pattern)
        return f'{path}?{query}' if query else path

    def body(self, ids):
        """Return the body for the rows of a tenant; None for no body."""
        if self.method not in ('POST', 'PUT', 'PATCH'):
            return None
        if self.key not in bodies.BODIES:
            raise Incomplete(f'{self}: no body')
        return bodies.BODIES[self.key](ids)

    def expected(self, caller, tenant):
        """Return how the operation answers a caller about a tenant."""
        if self.key == _FORM:
            return DENIED
        if self.rule is None:
            return OK
        if not self._is_allowed_by_policy(caller):
            return DENIED
        if self.noun == 'tokens':
            return OK if caller.is_admin else ABSENT
        if not self.is_about_tenants:
            return OK
        if self.rule in _FOR_ADMINS:
            # They see and change all.
            return OK
        visible, needed = self._needs()
        allowed = caller.allowed(tenant)
        if visible not in allowed:
            return ABSENT
        if self.rule == 'host_inventory:users:change':
            # The user is not the caller.
            return OK if caller.name in _ADMINISTRATORS else DENIED
        if self.rule.startswith('host_inventory:tokens:'):
            return self._expected_of_tokens(caller)
        return OK if needed in allowed else DENIED

    def _is_allowed_by_policy(self, caller):
        if self.rule in _FOR_ADMINS:
            return caller.name in _ADMINISTRATORS
        if self.rule.endswith(':read') or self.rule in _FOR_READERS:
            return caller.may_read
        return caller.may_write

    def _expected_of_tokens(self, caller):
        """Return the answer about tokens of a user who is not the caller."""
        return OK if caller.is_admin and self.is_read else DENIED

    def _needs(self):
        """Return (what finds the row, what the operation needs)."""
        if self.key in _OTHER_NEEDS:
            return _OTHER_NEEDS[self.key]
        if self.noun not in _READ_NEEDS:
            raise Incomplete(f'{self}: who reads {self.noun}?')
        visible = _READ_NEEDS[self.noun]
        if self.is_read or self.rule in _FOR_READERS:
            return visible, visible
        if self.rule not in _WRITE_NEEDS:
            raise Incomplete(f'{self}: what does {self.rule} need?')
        return visible, _WRITE_NEEDS[self.rule]


def list_operations(version):
    """Return the operations that a version has."""
    return [
        Operation(method, pattern, endpoint.rule)
        for pattern, methods in routes.ROUTES.items()
        for method, endpoint in router.select_version(
            router.group_endpoints(methods), version
        ).items()
    ]


#: {noun of a list of all rows: what a caller needs to find a row in it}.
LISTS = {
    noun: needed for noun, needed in _READ_NEEDS.items() if noun != 'roles'
}
