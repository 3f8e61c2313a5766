"""The roles of a caller on the rows that its statements return.

The selects of rows for bodies get a column for each role that bodies tell
about. The context remembers the values until the body is written, so that no
statement asks for the roles of one row. Callers without limits have all roles.
"""

from placement_inv.db import tables
from placement_inv.objects.host_inventory.tenancy import conditions
from placement_inv.objects.host_inventory.tenancy import roles

ORGANIZATION = 'organization'
INVENTORY = 'inventory'
HOST = 'host'
GROUP = 'group'
SOURCE = 'inventory_source'
UPDATE = 'inventory_update'
TEAM = 'team'

#: To read an inventory, and to create inventories in its organization.
COPY = 'copy'

_PREFIX = 'caller_role_'

_t = tables.host_inventory


def _on_object(kind, name):
    return lambda access, table: conditions.has_role(access, kind, name, table)


def _on_inventory(name):
    return lambda access, table: conditions.is_inventory_with_role(
        access, table.c.host_inventory_id, name
    )


def _may_be_copied(access, inventories):
    return conditions.is_object_with_role(
        access,
        roles.ORGANIZATION,
        inventories.c.organization_id,
        roles.INVENTORY_ADMIN,
    )


_OF_CONTENTS = {roles.ADMIN: _on_inventory(roles.ADMIN)}
_OF_UPDATES = {**_OF_CONTENTS, roles.UPDATE: _on_inventory(roles.UPDATE)}

#: {name of a table: (kind of its rows, {role: condition})}.
_TABLES = {
    _t.organizations.name: (
        ORGANIZATION,
        {roles.ADMIN: _on_object(roles.ORGANIZATION, roles.ADMIN)},
    ),
    _t.host_inventories.name: (
        INVENTORY,
        {
            roles.ADMIN: _on_object(roles.INVENTORY, roles.ADMIN),
            COPY: _may_be_copied,
        },
    ),
    _t.hosts.name: (HOST, _OF_CONTENTS),
    _t.host_groups.name: (GROUP, _OF_CONTENTS),
    _t.inventory_sources.name: (SOURCE, _OF_UPDATES),
    _t.inventory_updates.name: (UPDATE, _OF_UPDATES),
    tables.access.teams.name: (
        TEAM,
        {roles.ADMIN: _on_object(roles.TEAM, roles.ADMIN)},
    ),
}


def add_columns(ctx, select, table):
    """Return a select from a table with the columns of the caller's roles."""
    if ctx.access is None or table.name not in _TABLES:
        return select
    _kind, role_conditions = _TABLES[table.name]
    return select.add_columns(
        *(
            condition(ctx.access, table).label(f'{_PREFIX}{name}')
            for name, condition in role_conditions.items()
        )
    )


def remember(ctx, table, rows):
    """Keep the roles on rows of a select that `add_columns` returned."""
    if ctx.access is None or table.name not in _TABLES:
        return
    kind, role_conditions = _TABLES[table.name]
    for row in rows:
        ctx.row_roles[kind, row['id']] = frozenset(
            name for name in role_conditions if row[f'{_PREFIX}{name}']
        )


def has(ctx, kind, row_id, name=roles.ADMIN):
    """Tell whether the caller has a role on a row that a select returned."""
    if ctx.access is None:
        return True
    return name in ctx.row_roles.get((kind, row_id), ())
