"""Organizations: the owners of inventories."""

import contextlib
import dataclasses

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    organizations as organization_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles

MODEL = 'Organization'

_organizations = tables.host_inventory.organizations
_hosts = tables.host_inventory.hosts
_inventories = tables.host_inventory.host_inventories
_grants = tables.access.role_grants
_teams = tables.access.teams


@dataclasses.dataclass(frozen=True, slots=True)
class Organization(
    columns.value_class('OrganizationRow', organization_columns.COLUMNS)
):
    """One organization: an attribute for each column, and counts."""

    authors: authors.Authors
    inventories: int
    #: The inventories that are being deleted.
    pending_inventories: int
    #: The hosts of inventories that are not being deleted.
    hosts: int
    #: The users with the roles `member` and `admin` themselves.
    users: int
    admins: int
    teams: int


_ATTRIBUTES = columns.readable(organization_columns.COLUMNS)

#: The columns that the audit log compares.
_AUDIT_COLUMNS = ('id', *columns.writable(organization_columns.COLUMNS))

#: The columns that only administrators write.
_SCOPE = ('project_id', 'domain_id')


def _count_users(role):
    return (
        sa.select(sa.func.count())
        .where(
            _grants.c.organization_id == _organizations.c.id,
            _grants.c.role == role,
            _grants.c.user_id.is_not(None),
        )
        .scalar_subquery()
    )


def _select(access=None):
    """Return a select of organizations, with counts of readable rows."""
    is_inside = _inventories.c.organization_id == _organizations.c.id
    is_counted = conditions.has_role(
        access, roles.INVENTORY, roles.READ, _inventories
    )
    inventories = sa.select(sa.func.count()).where(is_inside, is_counted)
    hosts = (
        sa.select(sa.func.count())
        .select_from(_hosts.join(_inventories))
        .where(is_inside, is_counted, ~_inventories.c.pending_deletion)
    )
    teams = sa.select(sa.func.count()).where(
        _teams.c.organization_id == _organizations.c.id,
        conditions.has_role(access, roles.TEAM, roles.READ, _teams),
    )
    return sa.select(
        *columns.of_table(_organizations, _ATTRIBUTES),
        *authors.columns(_organizations),
        inventories.scalar_subquery().label('inventories'),
        inventories.where(_inventories.c.pending_deletion)
        .scalar_subquery()
        .label('pending_inventories'),
        hosts.scalar_subquery().label('hosts'),
        _count_users(roles.MEMBER).label('users'),
        _count_users(roles.ADMIN).label('admins'),
        teams.scalar_subquery().label('teams'),
    )


# PERF: built once for callers without limits.
_SELECT = _select()


@transactions.reader
def page(ctx, query):
    """Return a page of organizations."""
    organizations = list_page.page(
        ctx, filter_catalog.ORGANIZATIONS, _select_for(ctx), query
    )
    return organizations.map(_build_organization)


@transactions.reader
def page_of_user(ctx, user_id, role, query):
    """Return a page of the organizations on which a user has a role itself."""
    ids = sa.select(_grants.c.organization_id).where(
        _grants.c.organization_id.is_not(None),
        _grants.c.user_id == user_id,
        _grants.c.role == role,
    )
    organizations = list_page.page(
        ctx,
        filter_catalog.ORGANIZATIONS,
        _select_for(ctx).where(_organizations.c.id.in_(ids)),
        query,
    )
    return organizations.map(_build_organization)


@transactions.reader
def get(ctx, key):
    """Return the organization that a key names; NoMatch without one."""
    return _find(ctx, key)


@transactions.reader
def resolve(ctx, key):
    """Return the id of the organization that a key names; NoMatch without."""
    return rows.find_id(ctx, _organizations, key, MODEL)


@transactions.writer
def create(ctx, values):
    """Create an organization and return it.

    Raises OrganizationExists, OrganizationOfTwo, and RoleRequired for a
    caller with limits who says whose it is.
    """
    _check_scope(ctx, {}, values)
    with _translate_errors():
        organization_id = rows.insert(ctx, _organizations, values)
    audit_log.record_creation(
        ctx, audit_log.organization(organization_id, values['name']), values
    )
    return _find(ctx, organization_id)


@transactions.writer
def update(ctx, key, changes):
    """Change an organization and return it.

    Raises NoMatch, and what `create` raises.
    """
    row = rows.find(
        ctx, _organizations, key, MODEL, _AUDIT_COLUMNS, rows.for_update
    )
    _check_scope(ctx, row, changes)
    with _translate_errors():
        rows.update(ctx, _organizations, row['id'], changes)
    subject = audit_log.organization(row['id'], row['name'])
    audit_log.record_change(ctx, subject, row, changes)
    return _find(ctx, row['id'])


@transactions.writer
def delete(ctx, key):
    """Delete an organization with its inventories.

    Raises NoMatch, and Busy while an update of an inventory is active.
    """
    row = rows.find(
        ctx, _organizations, key, MODEL, _AUDIT_COLUMNS, rows.for_delete
    )
    is_in_organization = _inventories.c.organization_id == row['id']
    running_updates.refuse_while_active(ctx, is_in_organization)
    ctx.connection.execute(_inventories.delete().where(is_in_organization))
    rows.delete(ctx, _organizations, row['id'])
    audit_log.record_deletion(
        ctx, audit_log.organization(row['id'], row['name'])
    )


def _check_scope(ctx, before, values):
    """Refuse a change of whose an organization is.

    Raises RoleRequired for a caller with limits, or OrganizationOfTwo.
    """
    scope = {name: before.get(name, '') for name in _SCOPE}
    new_scope = {name: values.get(name, scope[name]) for name in _SCOPE}
    if new_scope == scope:
        return
    if ctx.access is not None:
        raise errors.RoleRequired()
    if all(new_scope.values()):
        raise errors.OrganizationOfTwo()


def _select_for(ctx):
    return _SELECT if ctx.access is None else _select(ctx.access)


@contextlib.contextmanager
def _translate_errors():
    try:
        yield
    except db_exception.DBDuplicateEntry as error:
        raise errors.OrganizationExists() from error


def _find(ctx, key):
    select = _select_for(ctx).where(rows.matches_key(_organizations, key))
    return _build_organization(
        rows.find_for_body(ctx, _organizations, select, MODEL)
    )


def _build_organization(row):
    return Organization(
        **{name: row[name] for name in _ATTRIBUTES},
        authors=authors.from_row(row),
        inventories=row['inventories'],
        pending_inventories=row['pending_inventories'],
        hosts=row['hosts'],
        users=row['users'],
        admins=row['admins'],
        teams=row['teams'],
    )
