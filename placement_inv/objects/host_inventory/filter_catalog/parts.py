"""What the entities of the catalog are put together from."""

import functools

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.smartfilter import joins

_t = tables.host_inventory
_users = tables.access.api_users

_KINDS = {
    sa.Boolean: smartfilter.Kind.BOOLEAN,
    sa.DateTime: smartfilter.Kind.DATETIME,
    sa.Integer: smartfilter.Kind.INTEGER,
    sa.String: smartfilter.Kind.TEXT,
}


@functools.cache
def _lightweight(table):
    """Return a table with the names and types of another, and no more.

    PERF: each filter makes aliases, which copy what tables know.
    """
    return sa.table(
        table.name, *(sa.column(each.key, each.type) for each in table.c)
    )


def by_columns(near, table, far):
    """Return the way to rows whose column is the same as one here."""
    return joins.by_columns(near, _lightweight(table), far)


def by_link(link, near, far, table, near_key='id'):
    """Return the way through a table of pairs."""
    return joins.by_link(
        _lightweight(link), near, far, _lightweight(table), near_key=near_key
    )


def join_to(table, found):
    """Return the way to the row whose id `found(parent)` gives."""

    def join(parent):
        target = _lightweight(table).alias()
        return smartfilter.Join(target, target, target.c.id == found(parent))

    return join


def fields(table, *names):
    """Return fields that are called as their columns are."""
    return tuple(field(name, table.c[name]) for name in names)


def field(name, column):
    """Return the field that a column is, of the kind that it holds."""
    kind = next(
        kind
        for type_, kind in _KINDS.items()
        if isinstance(column.type, type_)
    )
    return smartfilter.Field(name, kind, column)


def common_steps(table):
    """Return what rows of every kind have, beside their own columns."""
    return (
        field('created', table.c.created_at),
        field('modified', table.c.updated_at),
        *(
            smartfilter.Relation(
                role, 'user', by_columns(f'{role}_id', _users, 'id')
            )
            for role in ('created_by', 'modified_by')
        ),
    )


def inventory_relation():
    """Return the step to the inventory that a row is in."""
    return smartfilter.Relation(
        'inventory',
        'inventory',
        by_columns('host_inventory_id', _t.host_inventories, 'id'),
    )


def rows_in_inventory(name, target, table):
    """Return the step from an inventory to the rows in it."""
    return smartfilter.Relation(
        name, target, by_columns('id', table, 'host_inventory_id')
    )


def empty_relation(name, target, table):
    """Return the step to rows that this service keeps none of."""

    def join(_parent):
        never = table.alias()
        return smartfilter.Join(never, never, sa.false())

    return smartfilter.Relation(name, target, join)


def relation_by_link(name, target, link, near, far, table, search_names=()):
    return smartfilter.Relation(
        name, target, by_link(link, near, far, table), search_names
    )


def entity(name, model, table, of_noun, *steps, aliases=()):
    """Return the entity of a table with a tuple of Columns."""
    return smartfilter.Entity(
        name,
        model,
        table,
        (
            *fields(table, *columns.filterable(of_noun)),
            *common_steps(table),
            *steps,
        ),
        search=('name', 'description'),
        aliases={'pk': 'id', **dict(aliases)},
    )
