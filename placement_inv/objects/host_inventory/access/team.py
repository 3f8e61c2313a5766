"""Teams: users of an organization who get the same roles."""

import contextlib
import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.access import holders
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import teams as team_columns
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.tenancy import roles

MODEL = 'Team'

_teams = tables.access.teams
_organizations = tables.host_inventory.organizations


@dataclasses.dataclass(frozen=True, slots=True)
class Team(columns.value_class('TeamRow', team_columns.COLUMNS)):
    """One team: an attribute for each column, and its organization."""

    authors: authors.Authors
    organization_name: str
    organization_description: str


_ATTRIBUTES = columns.readable(team_columns.COLUMNS)
#: The columns that the audit log compares.
_AUDIT_COLUMNS = ('id', *columns.writable(team_columns.COLUMNS))

_SELECT = sa.select(
    *columns.of_table(_teams, _ATTRIBUTES),
    *authors.columns(_teams),
    _organizations.c.name.label('organization_name'),
    _organizations.c.description.label('organization_description'),
).select_from(_teams.join(_organizations))


@transactions.reader
def page(ctx, query):
    """Return a page of teams."""
    return _page(ctx, _SELECT, query)


@transactions.reader
def page_of_organization(ctx, key, query):
    """Return a page of the teams of an organization."""
    organization_id = rows.find_id(ctx, _organizations, key, 'Organization')
    select = _SELECT.where(_teams.c.organization_id == organization_id)
    return _page(ctx, select, query)


@transactions.reader
def page_of_role(ctx, kind, object_id, name, query):
    """Return a page of the teams that have a role on an object."""
    ids = holders.select_teams(kind, object_id, name)
    return _page(ctx, _SELECT.where(_teams.c.id.in_(ids)), query)


@transactions.reader
def page_of_user(ctx, user_id, query):
    """Return a page of the teams whose member or administrator a user is."""
    ids = holders.select_objects(
        user_id, roles.TEAM, roles.including(roles.TEAM, roles.MEMBER)
    )
    return _page(ctx, _SELECT.where(_teams.c.id.in_(ids)), query)


@transactions.reader
def get(ctx, key):
    """Return the team that a key names; NoMatch without one."""
    return _find(ctx, key)


@transactions.reader
def resolve(ctx, key):
    """Return the id of the team that a key names; NoMatch without one."""
    return rows.find_id(ctx, _teams, key, MODEL)


@transactions.writer
def create(ctx, values):
    """Create a team and return it.

    Raises AlreadyExists, NoSuchOrganization, and RoleRequired for a caller
    who does not administer the organization.
    """
    _check_organization(ctx, values)
    with _translate_errors(values):
        team_id = rows.insert(ctx, _teams, values)
    audit_log.record_creation(ctx, _subject(team_id, values), values)
    return _find(ctx, team_id)


@transactions.writer
def update(ctx, key, changes):
    """Change a team and return it; raises NoMatch and what `create` does."""
    row = rows.find(ctx, _teams, key, MODEL, _AUDIT_COLUMNS, rows.for_update)
    if changes.get('organization_id') != row['organization_id']:
        _check_organization(ctx, changes)
    with _translate_errors(changes):
        rows.update(ctx, _teams, row['id'], changes)
    audit_log.record_change(ctx, _subject(row['id'], row), row, changes)
    return _find(ctx, row['id'])


@transactions.writer
def move(ctx, team_id, organization_id):
    """Move a team to another organization.

    Raises NoSuchRelated without the team, and what `update` does.
    """
    with _body_names_team():
        update(ctx, team_id, {'organization_id': organization_id})


@transactions.writer
def delete_from(ctx, team_id, organization_id):
    """Delete a team of an organization; NoSuchRelated without it."""
    with _body_names_team():
        _delete(
            ctx,
            sa.and_(
                _teams.c.id == team_id,
                _teams.c.organization_id == organization_id,
            ),
        )


@contextlib.contextmanager
def _body_names_team():
    """Raise NoSuchRelated for a team that is in the body, and not there."""
    try:
        yield
    except errors.NoMatch as error:
        raise errors.NoSuchRelated(model=MODEL) from error


@transactions.writer
def delete(ctx, key):
    """Delete a team; the roles of the team and on it end."""
    _delete(ctx, rows.matches_key(_teams, key))


def _delete(ctx, condition):
    select = sa.select(*columns.of_table(_teams, _AUDIT_COLUMNS))
    row = rows.find_one(ctx, select.where(condition), MODEL, rows.for_delete)
    rows.delete(ctx, _teams, row['id'])
    audit_log.record_deletion(ctx, _subject(row['id'], row))


def _subject(team_id, row):
    return audit_log.team(team_id, row['name'], row['organization_id'])


def _check_organization(ctx, values):
    """Raise NoSuchOrganization or RoleRequired for the organization named."""
    organization_id = values.get('organization_id')
    if organization_id is None:
        return
    if not role_checks.require_on_organization(
        ctx, organization_id, roles.ADMIN
    ):
        raise errors.NoSuchOrganization(id=organization_id)


@contextlib.contextmanager
def _translate_errors(values):
    try:
        yield
    except db_exception.DBDuplicateEntry as error:
        raise errors.AlreadyExists(
            model=MODEL, unique='Organization and Name'
        ) from error
    except db_exception.DBReferenceError as error:
        raise errors.NoSuchOrganization(
            id=values['organization_id']
        ) from error


def _page(ctx, select, query):
    teams = list_page.page(ctx, filter_catalog.TEAMS, select, query)
    return teams.map(_build_team)


def _find(ctx, key):
    select = _SELECT.where(rows.matches_key(_teams, key))
    return _build_team(rows.find_for_body(ctx, _teams, select, MODEL))


def _build_team(row):
    return Team(
        **{name: row[name] for name in _ATTRIBUTES},
        authors=authors.from_row(row),
        organization_name=row['organization_name'],
        organization_description=row['organization_description'],
    )
