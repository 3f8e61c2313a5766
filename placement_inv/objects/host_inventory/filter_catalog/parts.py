"""Builds the fields, relations and entities of the catalog."""

import functools

import sqlalchemy as sa

from placement_inv import smartfilter
from placement_inv.db import tables
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import secrets
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
    """Return a table with only the name and columns of another.

    PERF: each filter makes aliases, which copy all attributes of a table.
    """
    return sa.table(
        table.name, *(sa.column(each.key, each.type) for each in table.c)
    )


def by_columns(near, table, far):
    """Return a function that joins rows with an equal column."""
    return joins.by_columns(near, _lightweight(table), far)


def by_link(link, near, far, table, near_key='id'):
    """Return a function that joins through an association table."""
    return joins.by_link(
        _lightweight(link), near, far, _lightweight(table), near_key=near_key
    )


def by_id(table, id_of):
    """Return a function that joins the row with the id `id_of(parent)`."""

    def join(parent):
        target = _lightweight(table).alias()
        return smartfilter.Join(target, target, target.c.id == id_of(parent))

    return join


def fields(table, *names):
    """Return the fields of columns of the same names."""
    return tuple(field(name, table.c[name]) for name in names)


def field(name, column):
    """Return the Field of a column; its kind follows from the type.

    Filters on a secret are refused for all callers: the matches, the counts
    and the order of a list would tell its value.
    """
    kind = next(
        kind
        for type_, kind in _KINDS.items()
        if isinstance(column.type, type_)
    )
    return smartfilter.Field(
        name, kind, column, sensitive=name in secrets.NAMES
    )


def common_steps(table):
    """Return the steps that all kinds of rows have, for one table."""
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
    """Return the Relation from a row to its inventory."""
    return smartfilter.Relation(
        'inventory',
        'inventory',
        by_columns('host_inventory_id', _t.host_inventories, 'id'),
    )


def rows_in_inventory(name, target, table):
    """Return the Relation from an inventory to its rows in a table."""
    return smartfilter.Relation(
        name, target, by_columns('id', table, 'host_inventory_id')
    )


def empty_relation(name, target, table):
    """Return a Relation that leads to no rows."""

    def join(_parent):
        target = table.alias()
        return smartfilter.Join(target, target, sa.false())

    return smartfilter.Relation(name, target, join)


def relation_by_link(name, target, link, near, far, table, search_names=()):
    """Return the Relation that an association table holds."""
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
