"""Which rows a caller may read, and on which objects it has a role.

Rows belong to inventories, and inventories to organizations. A caller has
roles on organizations by the project or domain of its token, and roles on
organizations, inventories and teams by grants (see `roles`). The conditions
of this module say so in SQL; nothing else does.
"""

from collections.abc import Mapping
import dataclasses
import functools

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.tenancy import roles

_t = tables.host_inventory
_organizations = _t.organizations
_inventories = _t.host_inventories
_users = tables.access.api_users
_teams = tables.access.teams
_grants = tables.access.role_grants


@dataclasses.dataclass(frozen=True)
class Access:
    """What one caller may see, and its roles."""

    #: The user's name in the authentication.
    external_id: str
    #: The roles of the caller's token on the organizations of its project or
    #: domain: names of roles of organizations.
    token_roles: frozenset[str] = frozenset()
    project_id: str = ''
    domain_id: str = ''
    #: Whether organizations without project and domain are like those of the
    #: token's project.
    includes_unbound: bool = False
    #: Whether the caller reads the rows of all organizations.
    reads_all: bool = False
    #: {kind of objects: the role that a write needs on one}.
    needed_roles: Mapping[str, str] = dataclasses.field(
        default_factory=lambda: roles.NEEDED_BY_DEFAULT, hash=False
    )

    @functools.cached_property
    def user_id(self):
        """Return a scalar select of the id of the caller's row of users."""
        users = _users.alias()
        return (
            sa.select(users.c.id)
            .where(users.c.external_id == self.external_id)
            .scalar_subquery()
        )


def has_role(access, kind, name, table):
    """Return the condition that a caller has a role on the rows of a table.

    `access` is the caller's Access; None for one without limits. `table` is
    the table of a kind of objects, or an alias of it: that of organizations,
    inventories or teams.
    """
    if access is None or (access.reads_all and name == roles.READ):
        return sa.true()
    conditions = [_is_granted(access, kind, name, table.c.id)]
    holders = roles.including(kind, name, roles.ORGANIZATION)
    if kind != roles.ORGANIZATION and holders:
        conditions.append(
            _has_organization_role(access, holders, table.c.organization_id)
        )
    elif access.token_roles.intersection(holders):
        conditions.append(_is_of_token(access, table))
    return sa.or_(*conditions)


def _has_organization_role(access, names, column):
    """Return the condition that a caller has a role on an organization.

    `column` is the id of the organization, `names` are those of the roles.
    """
    conditions = [
        column.in_(_select_granted(access, names, _grants.c.organization_id))
    ]
    if access.token_roles.intersection(names):
        organizations = _organizations.alias()
        conditions.append(
            column.in_(
                sa.select(organizations.c.id).where(
                    _is_of_token(access, organizations)
                )
            )
        )
    return sa.or_(*conditions)


def _is_of_token(access, organizations):
    """Return the condition on organizations of the token's project."""
    conditions = []
    for name in ('project_id', 'domain_id'):
        value = getattr(access, name)
        if value:
            conditions.append(organizations.c[name] == value)
    if access.includes_unbound:
        conditions.append(
            sa.and_(
                organizations.c.project_id == '',
                organizations.c.domain_id == '',
            )
        )
    return sa.or_(sa.false(), *conditions)


#: The column of grants with the id of an object, by its kind.
OBJECT_COLUMNS = {
    roles.ORGANIZATION: _grants.c.organization_id,
    roles.INVENTORY: _grants.c.host_inventory_id,
    roles.TEAM: _grants.c.object_team_id,
}


def _is_granted(access, kind, name, column):
    names = roles.including(kind, name)
    return column.in_(_select_granted(access, names, OBJECT_COLUMNS[kind]))


def _select_granted(access, names, column):
    """Return a select of the ids of objects on which roles are granted.

    They are granted to the caller, or to a team whose member it is.
    """
    membership = _grants.alias()
    team_ids = sa.select(membership.c.object_team_id).where(
        membership.c.user_id == access.user_id,
        membership.c.role.in_(roles.including(roles.TEAM, roles.MEMBER)),
        membership.c.object_team_id.is_not(None),
    )
    return sa.select(column).where(
        column.is_not(None),
        _grants.c.role.in_(names),
        sa.or_(
            _grants.c.user_id == access.user_id,
            _grants.c.team_id.in_(team_ids),
        ),
    )


def is_inventory_with_role(access, column, name):
    """Return the condition that a column is the id of some inventory.

    The caller has the role `name` on the inventory.
    """
    inventories = _inventories.alias()
    return column.in_(
        sa.select(inventories.c.id).where(
            has_role(access, roles.INVENTORY, name, inventories)
        )
    )


def is_readable_inventory(access, column):
    """Return the condition that a column is the id of a readable inventory."""
    return is_inventory_with_role(access, column, roles.READ)


def is_readable_entry(access, changes):
    """Return the condition on entries of the audit log.

    An entry belongs to the organization that its object was in. So those
    who read all of an organization read the entries about deleted rows, too.
    """
    names = roles.including(roles.INVENTORY, roles.READ, roles.ORGANIZATION)
    return sa.or_(
        _has_organization_role(access, names, changes.c.organization_id),
        is_readable_inventory(access, changes.c.host_inventory_id),
    )


def is_readable_user(access, users):
    """Return the condition on users.

    A caller reads the own row, and those of users with roles in organizations
    that the caller reads.
    """
    grants = _grants.alias()
    organizations = _organizations.alias()
    organization_ids = sa.select(organizations.c.id).where(
        has_role(access, roles.ORGANIZATION, roles.READ, organizations)
    )
    inventories = _inventories.alias()
    inventory_ids = sa.select(inventories.c.id).where(
        inventories.c.organization_id.in_(organization_ids)
    )
    teams = _teams.alias()
    team_ids = sa.select(teams.c.id).where(
        teams.c.organization_id.in_(organization_ids)
    )
    return sa.or_(
        users.c.external_id == access.external_id,
        users.c.id.in_(
            sa.select(grants.c.user_id).where(
                grants.c.user_id.is_not(None),
                sa.or_(
                    grants.c.organization_id.in_(organization_ids),
                    grants.c.host_inventory_id.in_(inventory_ids),
                    grants.c.object_team_id.in_(team_ids),
                ),
            )
        ),
    )
