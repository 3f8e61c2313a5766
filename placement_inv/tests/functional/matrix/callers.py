"""The callers of the matrix, and what each of them has.

The tables say it once more, in the words of the documentation, so that a
mistake in the tables of the service is not copied.
"""

import dataclasses

#: What a caller may do with the rows of one tenant.
ORGANIZATION_READ = 'read the organization'
ORGANIZATION_CHANGE = 'change the organization'
INVENTORIES_ADD = 'add inventories to the organization'
RECORD_READ = 'read all of the record of the organization'
TEAMS_READ = 'read the teams of the organization'
TEAMS_CHANGE = 'change the teams of the organization'
READ = 'read an inventory'
CHANGE = 'change an inventory'
UPDATE = 'update an inventory'

_ALL = frozenset(
    (
        ORGANIZATION_READ,
        ORGANIZATION_CHANGE,
        INVENTORIES_ADD,
        RECORD_READ,
        TEAMS_READ,
        TEAMS_CHANGE,
        READ,
        CHANGE,
        UPDATE,
    )
)
_AUDITOR = frozenset((ORGANIZATION_READ, RECORD_READ, TEAMS_READ, READ))
_INVENTORY_ADMIN = frozenset(
    (
        ORGANIZATION_READ,
        INVENTORIES_ADD,
        RECORD_READ,
        READ,
        CHANGE,
        UPDATE,
    )
)
_MEMBER = frozenset((ORGANIZATION_READ,))
_NOTHING = frozenset()

MINE, OTHER = 'mine', 'other'


@dataclasses.dataclass(frozen=True)
class Caller:
    """One kind of callers."""

    name: str
    #: The roles of the token, with those that they imply.
    roles: str
    project: str
    #: What it may do with the rows of its own tenant, and of the others.
    mine: frozenset[str] = _NOTHING
    other: frozenset[str] = _NOTHING
    #: A role that is granted, and the kind of the object.
    granted: tuple[str, str] | None = None
    #: Whether a team has the grant, whose member the caller is.
    by_team: bool = False

    @property
    def is_admin(self):
        """Whether the token has the role admin."""
        return 'admin' in self.roles.split(',')

    @property
    def may_read(self):
        """Whether policy lets the caller read anything."""
        return bool(self.roles)

    @property
    def may_write(self):
        """Whether policy lets the caller write anything."""
        return self.name not in ('reader', 'system auditor', 'nobody')

    def allowed(self, tenant):
        """Return what the caller may do with the rows of a tenant."""
        return self.mine if tenant == MINE else self.other


def _account(kind, role, mine, by_team=False):
    name = f'{kind} {role}' + (' of a team' if by_team else '')
    return Caller(
        name, 'user', '', mine, granted=(kind, role), by_team=by_team
    )


CALLERS = (
    Caller('admin', 'admin,manager,member,reader', 'x', _ALL, _ALL),
    Caller('service', 'service', 'x', _ALL, _ALL),
    Caller('system auditor', 'system_auditor', 'x', _AUDITOR, _AUDITOR),
    Caller('manager', 'manager,member,reader', MINE, _ALL),
    Caller('member', 'member,reader', MINE, _AUDITOR | _INVENTORY_ADMIN),
    Caller('reader', 'reader', MINE, _AUDITOR),
    Caller('stranger', 'member,reader', 'x'),
    Caller('nobody', '', MINE),
    _account('organization', 'admin', _ALL),
    _account('organization', 'inventory_admin', _INVENTORY_ADMIN),
    _account('organization', 'auditor', _AUDITOR),
    _account('organization', 'member', _MEMBER),
    _account('organization', 'read', _MEMBER),
    _account('inventory', 'admin', frozenset((READ, CHANGE, UPDATE))),
    _account('inventory', 'update', frozenset((READ, UPDATE))),
    _account('inventory', 'use', frozenset((READ,))),
    _account('inventory', 'adhoc', frozenset((READ,))),
    _account('inventory', 'read', frozenset((READ,))),
    _account('inventory', 'update', frozenset((READ, UPDATE)), by_team=True),
)
