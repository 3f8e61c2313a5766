"""Grants: roles on objects that users and teams have.

A caller grants and revokes the roles of the objects that it administers, and
only to users and teams that it may read. Both write an entry in the audit log
about the object.
"""

import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import roles

USER = 'user'
TEAM = 'team'

_grants = tables.access.role_grants
_organizations = tables.host_inventory.organizations

#: {kind of a grantee: (model in errors, table, name column, grant column)}.
_GRANTEES = {
    USER: (
        'User',
        tables.access.api_users,
        tables.access.api_users.c.username,
        _grants.c.user_id,
    ),
    TEAM: (
        'Team',
        tables.access.teams,
        tables.access.teams.c.name,
        _grants.c.team_id,
    ),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Grantee:
    """A user or a team, by its id."""

    #: USER or TEAM.
    kind: str
    id: int


@dataclasses.dataclass(frozen=True, slots=True)
class Grant:
    """A role of a user or a team on an object."""

    grantee: Grantee
    #: The kind of the object, as in `roles`.
    kind: str
    object_id: int
    object_name: str
    role: str


def user(user_id):
    """Return the Grantee of a user."""
    return Grantee(USER, user_id)


def team(team_id):
    """Return the Grantee of a team."""
    return Grantee(TEAM, team_id)


@transactions.writer
def grant(ctx, grantee, kind, key, name):
    """Grant a role on the object of a key; granting it twice changes nothing.

    `kind` is one of `roles`, `key` an id or names, `name` that of the role.
    Raises NoSuchRole, NotForTeams, NoMatch, NoSuchRelated, and RoleRequired
    for a caller who does not administer the object.
    """
    _check(grantee, kind, name)
    target = _find_object(ctx, kind, key)
    other = _find_grantee(ctx, grantee)
    natural_key = _natural_key(grantee, kind, target['id'], name)
    if _is_stored(ctx, natural_key):
        return
    column = column_of(grantee)
    values = {
        'natural_key': natural_key,
        'role': name,
        column.name: grantee.id,
        role_objects.KINDS[kind].column.name: target['id'],
    }
    try:
        rows.insert(ctx, _grants, values)
    except db_exception.DBReferenceError as error:
        raise errors.NoSuchRelated(model=_GRANTEES[grantee.kind][0]) from error
    _record(ctx, audit_log.ASSOCIATE, kind, target, other, name)


@transactions.writer
def revoke(ctx, grantee, kind, key, name):
    """End a grant; without it, nothing changes.

    Raises what `grant` raises, and LastAdministrator for the last user with
    the role `admin` of an organization without a project or domain.
    """
    _check(grantee, kind, name)
    target = _find_object(ctx, kind, key)
    other = _find_grantee(ctx, grantee)
    natural_key = _natural_key(grantee, kind, target['id'], name)
    if not _is_stored(ctx, natural_key):
        return
    if (kind, name) == (roles.ORGANIZATION, roles.ADMIN):
        _refuse_last_administrator(ctx, target['id'])
    ctx.connection.execute(
        _grants.delete().where(_grants.c.natural_key == natural_key)
    )
    _record(ctx, audit_log.DISASSOCIATE, kind, target, other, name)


@transactions.reader
def list_of(ctx, grantee):
    """Return the Grants of a user or a team, without those of its teams."""
    column = column_of(grantee)
    found_grants = []
    for kind in role_objects.KINDS.values():
        table = kind.table
        select = (
            sa.select(table.c.id, table.c.name, _grants.c.role)
            .join_from(table, _grants, kind.column == table.c.id)
            .where(column == grantee.id)
            .order_by(table.c.name, table.c.id, _grants.c.role)
        )
        found_grants.extend(
            Grant(grantee, kind.name, row.id, row.name, row.role)
            for row in ctx.connection.execute(select)
        )
    return tuple(found_grants)


def column_of(grantee):
    """Return the column of grants with the id of such a grantee."""
    return _GRANTEES[grantee.kind][-1]


def _check(grantee, kind, name):
    """Raise NoSuchRole or NotForTeams for a grant that cannot be."""
    try:
        role = roles.get(kind, name)
    except KeyError as error:
        raise errors.NoSuchRole(kind=kind, name=name) from error
    if grantee.kind != TEAM:
        return
    if kind == roles.TEAM:
        raise errors.NotForTeams(
            reason='A team cannot have a role on a team: teams are not nested.'
        )
    if role.is_for_users:
        raise errors.NotForTeams(
            reason='You cannot assign an Organization participation role as '
            'a child role for a Team.'
        )


def _find_object(ctx, kind, key):
    """Return the object as a mapping, locked, if the caller administers it.

    The lock lets grants on one object wait for each other.
    """
    object_kind = role_objects.KINDS[kind]
    table = object_kind.table
    select = sa.select(
        table.c.id, table.c.name, object_kind.owner.label('owner_id')
    ).where(rows.matches_key(table, key))
    return rows.find_one(
        ctx, select, object_kind.model, rows.for_update, roles.ADMIN
    )


def _find_grantee(ctx, grantee):
    """Return the Subject of a grantee; NoSuchRelated if it is not readable."""
    model, table, name, _column = _GRANTEES[grantee.kind]
    row = ctx.connection.execute(
        sa.select(table.c.id, name.label('name')).where(
            table.c.id == grantee.id
        )
    ).first()
    if row is None:
        raise errors.NoSuchRelated(model=model)
    return audit_log.Subject(grantee.kind, row.id, row.name)


def _natural_key(grantee, kind, object_id, name):
    return f'{grantee.kind}:{grantee.id} {kind}:{object_id} {name}'


def _is_stored(ctx, natural_key):
    grant_id = ctx.connection.scalar(
        sa.select(_grants.c.id).where(_grants.c.natural_key == natural_key)
    )
    return grant_id is not None


def _refuse_last_administrator(ctx, organization_id):
    count = (
        sa.select(sa.func.count())
        .where(
            _grants.c.organization_id == organization_id,
            _grants.c.role == roles.ADMIN,
            _grants.c.user_id.is_not(None),
        )
        .scalar_subquery()
    )
    row = ctx.connection.execute(
        sa.select(
            count.label('administrators'),
            _organizations.c.project_id,
            _organizations.c.domain_id,
        ).where(_organizations.c.id == organization_id)
    ).one()
    if row.administrators == 1 and not (row.project_id or row.domain_id):
        raise errors.LastAdministrator()


def _record(ctx, operation, kind, target, other, name):
    subject = role_objects.KINDS[kind].subject(target)
    audit_log.append_pair(
        ctx, operation, subject, other, roles.field_name(name)
    )
