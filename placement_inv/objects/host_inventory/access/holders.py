"""Selects of who has roles, and of the objects on which a user has them."""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.tenancy import roles

_grants = tables.access.role_grants


def select_users(kind, object_id, name):
    """Return a select of the ids of users who have a role on an object.

    Those who have it by a team or another role are left out.
    """
    return _select(_grants.c.user_id, kind, object_id, name)


def select_teams(kind, object_id, name):
    """Return a select of the ids of teams that have a role on an object."""
    return _select(_grants.c.team_id, kind, object_id, name)


def select_objects(user_id, kind, names):
    """Return a select of the objects on which a user has one of some roles."""
    column = role_objects.KINDS[kind].column
    return sa.select(column).where(
        column.is_not(None),
        _grants.c.user_id == user_id,
        _grants.c.role.in_(names),
    )


def select_all_users(kind, object_id, organization_id):
    """Return a select of the ids of users with any role on an object.

    They have it themselves or by a team, on the object or on the
    organization that contains it.
    """
    is_about = is_about_object(kind, object_id, organization_id)
    members = _grants.alias()
    return sa.union_all(
        sa.select(_grants.c.user_id).where(
            _grants.c.user_id.is_not(None), is_about
        ),
        sa.select(members.c.user_id)
        .join_from(
            members, _grants, _grants.c.team_id == members.c.object_team_id
        )
        .where(
            members.c.user_id.is_not(None),
            members.c.role.in_(roles.including(roles.TEAM, roles.MEMBER)),
            is_about,
        ),
    )


def is_about_object(kind, object_id, organization_id):
    """Return the condition on grants that they give a role on an object."""
    conditions = [role_objects.KINDS[kind].column == object_id]
    if kind != roles.ORGANIZATION:
        names = roles.including(kind, roles.READ, roles.ORGANIZATION)
        conditions.append(
            sa.and_(
                _grants.c.organization_id == organization_id,
                _grants.c.role.in_(names),
            )
        )
    return sa.or_(*conditions)


def _select(column, kind, object_id, name):
    return sa.select(column).where(
        column.is_not(None),
        role_objects.KINDS[kind].column == object_id,
        _grants.c.role == name,
    )
