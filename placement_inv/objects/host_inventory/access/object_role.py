"""The roles on objects: computed from the objects, without rows."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.access import grants
from placement_inv.objects.host_inventory.access import role_objects
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import statement_limits

MODEL = 'Role'

_grants = tables.access.role_grants
_table = filter_catalog.ROLES.root.table


@dataclasses.dataclass(frozen=True, slots=True)
class ObjectRole:
    """One role on one object."""

    id: int
    #: The kind of the object.
    kind: str
    object_id: int
    object_name: str
    #: The name of the role, as `roles` and grants have it.
    role: str
    role_field: str
    #: The name and the description for readers.
    name: str
    description: str


@transactions.reader
def page(ctx, query):
    """Return a page of the roles on all objects."""
    return _page(ctx, _select_all(ctx), query)


@transactions.reader
def page_of_object(ctx, kind, key, query):
    """Return a page of the roles on the object of a key."""
    object_kind = role_objects.KINDS[kind]
    is_object = object_kind.table.c.id == resolve(ctx, kind, key)
    return _page(ctx, [_select(ctx, object_kind, is_object)], query)


@transactions.reader
def page_of_grantee(ctx, grantee, query):
    """Return a page of the roles that a user or a team has itself."""
    column = grants.column_of(grantee)
    return _page(ctx, _select_all(ctx, column == grantee.id), query)


@transactions.reader
def resolve(ctx, kind, key):
    """Return the id of the object of a key; NoMatch without one."""
    object_kind = role_objects.KINDS[kind]
    return rows.find_id(ctx, object_kind.table, key, object_kind.model)


@transactions.reader
def get(ctx, role_id):
    """Return the ObjectRole of an id; NoMatch without one."""
    parsed = roles.parse_role_id(role_id)
    if parsed is None:
        raise errors.NoMatch(model=MODEL)
    role, object_id = parsed
    table = role_objects.KINDS[role.kind].table
    name = rows.find(ctx, table, object_id, MODEL, ('name',))['name']
    return ObjectRole(
        role_id,
        role.kind,
        object_id,
        name,
        role.name,
        roles.field_name(role.name),
        role.label,
        role.description,
    )


def _select_all(ctx, is_granted=None):
    return [
        _select(ctx, kind, is_granted=is_granted)
        for kind in role_objects.KINDS.values()
    ]


def _select(ctx, kind, *conditions, is_granted=None):
    """Return a select of the roles on the objects of a kind.

    `is_granted` is a condition on grants: with it, only the roles of such.
    """
    table = kind.table
    definitions = _definitions(kind)
    select = (
        sa.select(
            (
                roles.base_id(sa.cast(table.c.id, sa.BigInteger))
                + definitions.c.number
            ).label('id'),
            sa.literal(kind.name, sa.String).label('kind'),
            table.c.id.label('object_id'),
            table.c.name.label('object_name'),
            definitions.c.role,
            definitions.c.role_field,
            definitions.c.name,
            definitions.c.description,
        )
        .select_from(table)
        .join(definitions, sa.true())
        .where(*conditions)
    )
    if is_granted is not None:
        select = select.join(
            _grants,
            sa.and_(
                kind.column == table.c.id, _grants.c.role == definitions.c.role
            ),
        ).where(is_granted)
    return statement_limits.limit_select(ctx, select)


def _definitions(kind):
    """Return a subquery with a row for each role of a kind."""
    return sa.union_all(
        *(
            sa.select(
                sa.literal(role.number, sa.Integer).label('number'),
                *(
                    sa.literal(value, sa.String).label(name)
                    for name, value in (
                        ('role', role.name),
                        ('role_field', roles.field_name(role.name)),
                        ('name', role.label),
                        ('description', role.description),
                    )
                ),
            )
            for role in roles.of_kind(kind.name)
        )
    ).subquery(f'roles_of_{kind.name}')


def _page(ctx, selects, query):
    roles_cte = sa.union_all(*selects).cte(_table.name)
    select = sa.select(*_table.c).add_cte(roles_cte)
    role_page = list_page.page(
        ctx, filter_catalog.ROLES, select, query, ('id',)
    )
    return role_page.map(lambda row: ObjectRole(**row))
