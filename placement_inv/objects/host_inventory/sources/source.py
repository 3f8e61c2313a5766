"""Inventory sources: where the hosts of an inventory come from."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    sources as source_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.common import latest_updates
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import settings
from placement_inv.objects.host_inventory.tenancy import row_roles

MODEL = 'InventorySource'

_sources = tables.host_inventory.inventory_sources
_source_hosts = tables.host_inventory.inventory_source_hosts
_source_groups = tables.host_inventory.inventory_source_groups


@dataclasses.dataclass(frozen=True, slots=True)
class Source(columns.value_class('SourceRow', source_columns.COLUMNS)):
    """One source: an attribute for each column, and its newest updates."""

    authors: authors.Authors
    inventory: inventory_summary.Summary
    updates: latest_updates.LatestUpdates
    #: Whether the caller has the role admin on the inventory.
    is_administered: bool

    @property
    def can_update(self):
        kind = source_kinds.KINDS[self.source]
        return kind.is_loadable(self.source_path)


_ATTRIBUTES = columns.readable(source_columns.COLUMNS)

_SELECT = sa.select(
    *columns.of_table(_sources, _ATTRIBUTES),
    *authors.columns(_sources),
)

_AUDIT_COLUMNS = ('id', 'name', 'host_inventory_id', 'source')
_ORDER = ('inventory__name', 'name')
#: The unique columns, in the words of AWX's error message.
_NAMES = '(name, inventory) combination'


@transactions.reader
def page(ctx, query):
    """Return a page of all sources."""
    return _page(ctx, _SELECT, query)


@transactions.reader
def page_of_inventory(ctx, key, query):
    """Return a page of the sources of an inventory."""
    inventory = membership.find_inventory(ctx, key)
    return _page(
        ctx, _SELECT.where(_sources.c.host_inventory_id == inventory.id), query
    )


@transactions.reader
def page_of_host(ctx, key, query):
    """Return a page of the sources that track a host."""
    host_id = rows.find_id(ctx, tables.host_inventory.hosts, key, 'Host')
    return _page(
        ctx, _select_tracking(_source_hosts.c.host_id, host_id), query
    )


@transactions.reader
def page_of_group(ctx, key, query):
    """Return a page of the sources that track a group."""
    groups = tables.host_inventory.host_groups
    group_id = rows.find_id(ctx, groups, key, 'Group')
    return _page(
        ctx, _select_tracking(_source_groups.c.group_id, group_id), query
    )


@transactions.reader
def get(ctx, key):
    """Return the source that a key names; NoMatch without one."""
    return _find(ctx, key)


@transactions.reader
def resolve(ctx, key):
    """Return the id of the source that a key names; NoMatch without one."""
    return rows.find_id(ctx, _sources, key, MODEL)


@transactions.writer
def create(ctx, values):
    """Create a source in the inventory `host_inventory_id`; return it.

    Raises NoSuchRelated, NotForKind, AlreadyExists, and what
    `settings.check` raises.
    """
    try:
        inventory = membership.find_inventory(
            ctx, values['host_inventory_id'], rows.for_update
        )
    except errors.NoMatch as error:
        raise errors.NoSuchRelated(model='Inventory') from error
    membership.refuse_unless_accepted(inventory, inventory_kinds.SOURCE)
    settings.check(ctx, values)
    with rows.unique(MODEL, _NAMES):
        source_id = rows.insert(ctx, _sources, values)
    subject = audit_log.source(source_id, values['name'], inventory.id)
    audit_log.record_creation(ctx, subject, values)
    return _find(ctx, source_id)


@transactions.writer
def update(ctx, key, changes):
    """Change a source and return it.

    Raises NoMatch, AlreadyExists, and what `settings.check` raises.
    """
    select = _SELECT.where(rows.matches_key(_sources, key))
    row = rows.find_one(ctx, select, MODEL, rows.for_update)
    settings.check(ctx, changes, row)
    with rows.unique(MODEL, _NAMES):
        rows.update(ctx, _sources, row['id'], changes)
    audit_log.record_change(ctx, _audit_subject(row), row, changes)
    return _find(ctx, row['id'])


@transactions.writer
def delete(ctx, key):
    """Delete a source, but not the hosts and groups that it tracks.

    Raises NoMatch, ConstructedKept, and Busy while an update is active.
    """
    row = rows.find(ctx, _sources, key, MODEL, _AUDIT_COLUMNS, rows.for_delete)
    running_updates.refuse_while_updating(ctx, row['id'])
    if source_kinds.KINDS[row['source']].belongs_to_inventory:
        raise source_errors.ConstructedKept()
    rows.delete(ctx, _sources, row['id'])
    audit_log.record_deletion(ctx, _audit_subject(row))


def _audit_subject(row):
    return audit_log.source(row['id'], row['name'], row['host_inventory_id'])


def find_all(ctx, condition):
    """Return the sources that match a condition, ordered by name.

    Runs inside the caller's transaction.
    """
    source_rows = ctx.connection.execute(
        _SELECT.where(condition).order_by(_sources.c.name, _sources.c.id)
    ).mappings()
    return _build_sources(ctx, source_rows.all())


def _select_tracking(column, row_id):
    ids = sa.select(column.table.c.inventory_source_id).where(column == row_id)
    return _SELECT.where(_sources.c.id.in_(ids))


def _find(ctx, key):
    select = _SELECT.where(rows.matches_key(_sources, key))
    return _build_sources(
        ctx, [rows.find_for_body(ctx, _sources, select, MODEL)]
    )[0]


def _page(ctx, select, query):
    source_page = list_page.page(
        ctx,
        filter_catalog.SOURCES,
        select,
        query,
        _ORDER,
    )
    return dataclasses.replace(
        source_page, rows=_build_sources(ctx, source_page.rows)
    )


def _build_sources(ctx, source_rows):
    inventories = inventory_summary.find_all(
        ctx, (row['host_inventory_id'] for row in source_rows)
    )
    updates = latest_updates.find_all(ctx, [row['id'] for row in source_rows])
    return tuple(
        Source(
            **{name: row[name] for name in _ATTRIBUTES},
            authors=authors.from_row(row),
            inventory=inventories[row['host_inventory_id']],
            updates=updates.get(row['id'], latest_updates.NONE),
            is_administered=row_roles.has(ctx, row_roles.SOURCE, row['id']),
        )
        for row in source_rows
    )
