"""Access lists: the users who have roles on an object, and which.

The roles of tokens are no rows, so that they are in no such list.
"""

import collections
import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory.access import holders
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.access import user
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import statement_limits

_grants = tables.access.role_grants
_users = tables.access.api_users
_teams = tables.access.teams
_organizations = tables.host_inventory.organizations


@dataclasses.dataclass(frozen=True, slots=True)
class Holding:
    """A role that a user has, itself or as a member of a team."""

    #: The object on which it was granted.
    kind: str
    object_id: int
    object_name: str
    role: str
    #: The roles on the object of the list that it includes.
    includes: tuple[str, ...]
    #: None for a role that the user has itself.
    team_id: int | None
    team_name: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """A user who may do something with the object of a list."""

    user: user.User
    #: The id of the object of the list.
    object_id: int
    #: Roles on the object itself.
    direct: tuple[Holding, ...]
    #: Roles on the organization of the object.
    indirect: tuple[Holding, ...]


@transactions.reader
def page_of_object(ctx, kind, key, query):
    """Return a page of Access: the users with roles on the object of a key.

    Administrators and auditors of the whole service are among them.
    """
    object_kind = role_objects.KINDS[kind]
    table = object_kind.table
    owner = _organizations.alias()
    select = (
        sa.select(
            table.c.id,
            table.c.name,
            owner.c.id.label('owner_id'),
            owner.c.name.label('owner_name'),
        )
        .select_from(table.outerjoin(owner, owner.c.id == object_kind.owner))
        .where(rows.matches_key(table, key))
    )
    target = rows.find_for_body(ctx, table, select, object_kind.model)
    ids = holders.select_all_users(kind, target['id'], target['owner_id'])
    users = user.page_where(
        ctx,
        sa.or_(
            _users.c.id.in_(ids),
            _users.c.is_superuser,
            _users.c.is_system_auditor,
        ),
        query,
    )
    holdings = _find_holdings(
        ctx, kind, target, [row.id for row in users.rows]
    )
    return users.map(lambda row: _build(kind, target, row, holdings[row.id]))


def _build(kind, target, row, holdings):
    return Access(
        row,
        target['id'],
        tuple(each for each in holdings if each.kind == kind),
        tuple(each for each in holdings if each.kind != kind),
    )


def _find_holdings(ctx, kind, target, user_ids):
    """Return {id of a user: Holdings} for some users.

    The roles of teams that the caller may not read are left out.
    """
    is_about = holders.is_about_object(kind, target['id'], target['owner_id'])
    holdings = collections.defaultdict(list)
    for select in (
        _select_own(user_ids, is_about),
        statement_limits.limit_select(
            ctx, _select_by_teams(user_ids, is_about)
        ),
    ):
        for row in ctx.connection.execute(select):
            holdings[row.user_id].append(_build_holding(kind, target, row))
    return holdings


def _select_own(user_ids, is_about):
    return (
        sa.select(
            _grants.c.user_id,
            *_ABOUT,
            sa.null().label('team_id'),
            sa.null().label('team_name'),
        )
        .where(_grants.c.user_id.in_(user_ids), is_about)
        .order_by(_grants.c.id)
    )


def _select_by_teams(user_ids, is_about):
    members = _grants.alias()
    return (
        sa.select(
            members.c.user_id,
            *_ABOUT,
            _teams.c.id.label('team_id'),
            _teams.c.name.label('team_name'),
        )
        .select_from(_teams)
        .join(_grants, _grants.c.team_id == _teams.c.id)
        .join(members, members.c.object_team_id == _teams.c.id)
        .where(
            members.c.user_id.in_(user_ids),
            members.c.role.in_(roles.including(roles.TEAM, roles.MEMBER)),
            is_about,
        )
        .order_by(_grants.c.id)
        .distinct()
    )


_ABOUT = (_grants.c.id, _grants.c.role, _grants.c.organization_id)


def _build_holding(kind, target, row):
    is_on_owner = row.organization_id is not None
    holding_kind = roles.ORGANIZATION if is_on_owner else kind
    return Holding(
        holding_kind,
        target['owner_id' if is_on_owner else 'id'],
        target['owner_name' if is_on_owner else 'name'],
        row.role,
        tuple(
            role.name
            for role in roles.of_kind(kind)
            if (kind, role.name) in roles.included(holding_kind, row.role)
        ),
        row.team_id,
        row.team_name,
    )
