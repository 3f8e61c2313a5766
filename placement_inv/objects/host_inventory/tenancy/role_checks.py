"""Checks that a caller has the role that a write needs.

What the caller may not read is not found, by the limits of its statements.
What it may read but not change is refused here, with the statement that finds
the row.
"""

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import sources

#: The label of the column that tells whether a caller has a role on a row.
COLUMN = 'caller_has_role'

_t = tables.host_inventory
_KINDS = {
    _t.organizations.name: roles.ORGANIZATION,
    _t.host_inventories.name: roles.INVENTORY,
    tables.access.teams.name: roles.TEAM,
}


def add_column(ctx, select, role=None):
    """Add a column to a select: whether the caller has a role on the row.

    `role` is the role on the object of the row, or on the inventory of a host,
    group, source or update; by default it is the one that the operation needs.
    Only writes of callers with limits have such a column. Return the select
    otherwise.
    """
    if ctx.access is None or not ctx.transaction_depth:
        return select
    table = _first_table(select)
    if table is None:
        return select
    return select.add_columns(_has_role(ctx.access, table, role).label(COLUMN))


def check(row):
    """Raise RoleRequired unless the caller has the role on a found row.

    `row` is a mapping of a select that `add_column` returned.
    """
    if not row.get(COLUMN, True):
        raise errors.RoleRequired()


def lock_all(ctx, select):
    """Execute a select that locks rows, and return them as mappings.

    Raises RoleRequired unless the caller has the role that the operation
    needs on all of them.
    """
    result = ctx.connection.execute(add_column(ctx, select))
    rows = result.mappings().all()
    for row in rows:
        check(row)
    return rows


def require_on_inventories(ctx, inventory_ids, role=None):
    """Raise RoleRequired unless the caller has a role on all inventories.

    Inventories that the caller may not read are passed over: its statements do
    not find them. It executes a statement for a caller with limits.
    """
    if ctx.access is None:
        return
    select = sa.select(_has_role(ctx.access, _t.host_inventories, role)).where(
        _t.host_inventories.c.id.in_(sorted(set(inventory_ids)))
    )
    if not all(ctx.connection.scalars(select)):
        raise errors.RoleRequired()


def require_on_organization(ctx, organization_id, role=None):
    """Raise RoleRequired unless the caller has a role on an organization.

    Tell whether the caller may read the organization. Without limits, there
    is no statement.
    """
    if ctx.access is None:
        return True
    is_allowed = ctx.connection.scalar(
        sa.select(_has_role(ctx.access, _t.organizations, role)).where(
            _t.organizations.c.id == organization_id
        )
    )
    if is_allowed is None:
        return False
    if not is_allowed:
        raise errors.RoleRequired()
    return True


def has_role(ctx, table, name):
    """Return the condition that the caller has a role on rows of a table.

    Raises InvalidFilter if such rows have no such role.
    """
    kind = _KINDS.get(sources.name_of(table))
    try:
        roles.get(kind, name)
    except KeyError as error:
        raise errors.InvalidFilter(
            reason=f'role_level: these rows have no role {name}.'
        ) from error
    return conditions.has_role(ctx.access, kind, name, table)


def _has_role(access, table, role):
    kind = _KINDS.get(sources.name_of(table))
    if kind is not None:
        role = role or access.needed_roles[kind]
        return conditions.has_role(access, kind, role, table)
    role = role or access.needed_roles[roles.INVENTORY]
    return conditions.is_inventory_with_role(
        access, table.c.host_inventory_id, role
    )


def _first_table(select):
    """Return the first table of a select if rows of it need roles."""
    source = next(sources.list_sources(select))
    if sources.name_of(source) in _KINDS or 'host_inventory_id' in source.c:
        return source
    return None
