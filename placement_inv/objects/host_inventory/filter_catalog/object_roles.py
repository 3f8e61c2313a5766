"""The catalog entities of teams and of the roles on objects.

Roles have no rows: their lists select them from the objects.
"""

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import teams
from placement_inv.objects.host_inventory.filter_catalog import parts

#: The roles as lists of them select them, under the name of this table.
TABLE = sa.table(
    'object_roles',
    sa.column('id', sa.BigInteger()),
    sa.column('kind', sa.String()),
    sa.column('object_id', sa.Integer()),
    sa.column('object_name', sa.String()),
    sa.column('role', sa.String()),
    sa.column('role_field', sa.String()),
    sa.column('name', sa.String()),
    sa.column('description', sa.String()),
)

ROLE = smartfilter.Entity(
    'role',
    'Role',
    TABLE,
    (
        *parts.fields(
            TABLE, 'id', 'object_id', 'role_field', 'name', 'description'
        ),
        parts.field('content_type', TABLE.c.kind),
        parts.field('resource_name', TABLE.c.object_name),
    ),
    search=('role_field', 'name'),
    aliases={'pk': 'id'},
)

TEAM = parts.entity(
    'team',
    'Team',
    tables.access.teams,
    teams.COLUMNS,
    smartfilter.Relation(
        'organization',
        'organization',
        parts.by_columns(
            'organization_id', tables.host_inventory.organizations, 'id'
        ),
    ),
)
