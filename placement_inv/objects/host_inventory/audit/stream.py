"""Lists of audit log entries: of all entries, or about one row."""

import dataclasses
import datetime
from typing import Any

import sqlalchemy as sa

from placement_inv.db import json_arrays
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.lists import page as list_page

MODEL = 'ActivityStream'

#: The column with the inventory of a row.
_INVENTORY_ID = 'host_inventory_id'

_t = tables.host_inventory
_changes = _t.host_inventory_changes

#: The types of rows that have such lists: {type: (table, model in errors)}.
_OWNERS = {
    'organization': (_t.organizations, 'Organization'),
    'inventory': (_t.host_inventories, 'Inventory'),
    'host': (_t.hosts, 'Host'),
    'group': (_t.host_groups, 'Group'),
    'inventory_source': (_t.inventory_sources, 'InventorySource'),
    'team': (tables.access.teams, 'Team'),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One entry: the actor, the objects and the changes."""

    id: int
    created_at: datetime.datetime
    actor: str
    #: None for an actor without a row in the table of users.
    actor_id: int | None
    request_id: str
    operation: str
    object_type: str
    object_id: int | None
    object_name: str
    host_inventory_id: int | None
    other_type: str
    other_id: int | None
    other_name: str
    association: str
    changes: dict[str, Any]


_NAMES = tuple(field.name for field in dataclasses.fields(Entry))
_SELECT = sa.select(*(_changes.c[name] for name in _NAMES))


@transactions.reader
def page(ctx, query):
    """Return one page of all entries."""
    return _page(ctx, _SELECT, query)


@transactions.reader
def page_of(ctx, type_, key, query):
    """Return one page of the entries about the row of a key.

    The list of an inventory has the entries about its rows, too. Raises
    NoMatch without such a row.
    """
    table, model = _OWNERS[type_]
    if type_ == 'inventory':
        conditions = _inventory_conditions(
            rows.find_id(ctx, table, key, model)
        )
    else:
        conditions = _row_conditions(ctx, type_, key)
    ids = sa.union_all(
        *(
            sa.select(_changes.c.id).where(condition)
            for condition in conditions
        )
    ).subquery()
    return _page(
        ctx, _SELECT.where(_changes.c.id.in_(sa.select(ids.c.id))), query
    )


def _inventory_conditions(inventory_id):
    yield _changes.c.host_inventory_id == inventory_id
    # Rows that were moved out of it, and copies of it.
    yield _is_other('inventory', inventory_id)


def _row_conditions(ctx, type_, key):
    table, model = _OWNERS[type_]
    names = [name for name in ('id', _INVENTORY_ID) if name in table.c]
    row = rows.find(ctx, table, key, model, names)
    yield sa.and_(
        _changes.c.object_type == type_, _changes.c.object_id == row['id']
    )
    yield _is_other(type_, row['id'])
    if _INVENTORY_ID in row:
        yield sa.and_(
            _changes.c.host_inventory_id == row[_INVENTORY_ID],
            _is_of_many(type_),
            json_arrays.contains(
                ctx.connection, _changes.c.changes, 'ids', row['id']
            ),
        )


def _is_other(type_, row_id):
    return sa.and_(
        _changes.c.other_type == type_, _changes.c.other_id == row_id
    )


def _is_of_many(type_):
    """Return the condition that an entry is about many rows of a type."""
    return sa.or_(
        sa.and_(
            _changes.c.object_type == type_, _changes.c.object_id.is_(None)
        ),
        sa.and_(
            _changes.c.association == f'{type_}s',
            _changes.c.other_id.is_(None),
        ),
    )


@transactions.reader
def get(ctx, entry_id):
    """Return one Entry; NoMatch without it."""
    select = _SELECT.where(_changes.c.id == entry_id)
    return Entry(**rows.find_one(ctx, select, MODEL))


def entry_from(row):
    """Return the Entry of a row, a mapping of the table's columns."""
    return Entry(**{name: row[name] for name in _NAMES})


def _page(ctx, select, query):
    entries = list_page.page(
        ctx, filter_catalog.CHANGES, select, query, ('id',)
    )
    return entries.map(lambda row: Entry(**row))
