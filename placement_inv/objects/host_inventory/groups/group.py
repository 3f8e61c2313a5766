"""Groups of hosts: named sets in an inventory, which can be nested."""

import dataclasses

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    groups as group_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.common import (
    managers as row_managers,
)
from placement_inv.objects.host_inventory.common import names
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)
from placement_inv.objects.host_inventory.variables import text as variables

MODEL = 'Group'

_groups = tables.host_inventory.host_groups
_hosts = tables.host_inventory.hosts


@dataclasses.dataclass(frozen=True, slots=True)
class HostGroup(columns.value_class('GroupRow', group_columns.COLUMNS)):
    """One group: its columns, authors, inventory and sources."""

    authors: authors.Authors
    inventory: inventory_summary.Summary
    managed_by: tuple[row_managers.Manager, ...]


_ATTRIBUTES = columns.readable(group_columns.COLUMNS)

COLUMNS = (
    *columns.of_table(_groups, _ATTRIBUTES),
    *authors.columns(_groups),
)


@transactions.reader
def page(ctx, query):
    """Return one page of all groups."""
    return _page(ctx, membership.all_groups(), query)


@transactions.reader
def page_of_inventory(ctx, key, query):
    """Return one page of the groups of an inventory."""
    inventory = membership.find_inventory(ctx, key)
    return _page(ctx, membership.groups_of(inventory), query)


@transactions.reader
def page_of_roots(ctx, key, query):
    """Return one page of an inventory's groups without a parent."""
    inventory = membership.find_inventory(ctx, key)
    return _page(ctx, membership.root_groups_of(inventory), query)


@transactions.reader
def page_of_children(ctx, key, query):
    """Return one page of the groups right below a group."""
    group_id = rows.find_id(ctx, _groups, key, MODEL)
    return _page(ctx, membership.children_of_group(group_id), query)


@transactions.reader
def page_of_potential_children(ctx, key, query):
    """Return one page of the groups that can become children of a group."""
    parent = find_row(ctx, key)
    select = membership.potential_children_of_group(
        parent['id'], parent['host_inventory_id']
    )
    return _page(ctx, select, query)


@transactions.reader
def page_of_host(ctx, key, query):
    """Return one page of the groups that a host is directly in."""
    host_id = rows.find_id(ctx, _hosts, key, 'Host')
    return _page(ctx, membership.groups_of_host(host_id), query)


@transactions.reader
def page_above_host(ctx, key, query):
    """Return one page of the groups of a host and all above them."""
    host_id = rows.find_id(ctx, _hosts, key, 'Host')
    return _page(ctx, membership.groups_above_host(host_id), query)


@transactions.reader
def page_of_source(ctx, key, query):
    """Return one page of the groups that came from a source."""
    sources = tables.host_inventory.inventory_sources
    source_id = rows.find_id(ctx, sources, key, 'InventorySource')
    return _page(ctx, membership.groups_of_source(source_id), query)


@transactions.reader
def get(ctx, key):
    """Return the HostGroup of a key; NoMatch without one."""
    return _find(ctx, key)


@transactions.reader
def resolve(ctx, key):
    """Return the id of the group of a key; NoMatch without one."""
    return rows.find_id(ctx, _groups, key, MODEL)


@transactions.writer
def create(ctx, values):
    """Create a group in the inventory `values['host_inventory_id']`.

    Return it. Raises as `add` does.
    """
    inventory_id = values['host_inventory_id']
    group_id = add(ctx, inventory_id, values)
    audit_log.record_creation(
        ctx, audit_log.group(group_id, values['name'], inventory_id), values
    )
    return _find(ctx, group_id)


@transactions.writer
def update(ctx, key, changes, precondition=generations.ANY):
    """Change a group and return it.

    Raises NoMatch, StaleGeneration, PreconditionFailed, InvalidGroupName,
    NameTaken, AlreadyExists or InvalidVariables.
    """
    locked_id = None
    if 'name' in changes:
        names.refuse_group_name(changes['name'])
        locked_id = membership.lock_inventory_of(ctx, _groups, key)
    row = find_row(ctx, key, rows.for_update)
    if 'name' in changes:
        if locked_id != row['host_inventory_id']:
            raise exceptions.ConcurrentUpdate()
        names.refuse_if_host(ctx, locked_id, changes['name'])
    if 'variables' in changes:
        variables.parse(changes['variables'])
    with rows.unique(MODEL):
        rows.update(ctx, _groups, row['id'], changes, precondition)
    audit_log.record_change(ctx, subject(row), row, changes)
    return _find(ctx, row['id'])


def add(ctx, inventory_id, values):
    """Insert a group in the caller's transaction; return its id.

    Raises NoSuchInventory, NotForKind, InvalidGroupName, NameTaken,
    AlreadyExists or InvalidVariables.
    """
    names.refuse_group_name(values['name'])
    try:
        inventory = membership.find_inventory(
            ctx, inventory_id, rows.for_update
        )
    except errors.NoMatch as error:
        raise errors.NoSuchInventory(id=inventory_id) from error
    membership.refuse_unless_accepted(inventory, MODEL)
    names.refuse_if_host(ctx, inventory_id, values['name'])
    values = variable_documents.check_document(values)
    with rows.unique(MODEL):
        return rows.insert(
            ctx, _groups, {**values, 'host_inventory_id': inventory_id}
        )


def groups_from(ctx, group_rows):
    """Return HostGroups of rows with COLUMNS."""
    inventories = inventory_summary.find_all(
        ctx, (row['host_inventory_id'] for row in group_rows)
    )
    managers = row_managers.find_by_group(
        ctx, (row['id'] for row in group_rows)
    )
    return tuple(
        HostGroup(
            **{name: row[name] for name in _ATTRIBUTES},
            authors=authors.from_row(row),
            inventory=inventories[row['host_inventory_id']],
            managed_by=managers.get(row['id'], ()),
        )
        for row in group_rows
    )


def subject(row):
    """Return the audit log's Subject of a row with COLUMNS."""
    return audit_log.group(row['id'], row['name'], row['host_inventory_id'])


def find_row(ctx, key, lock=None):
    """Return the row of a key with COLUMNS; NoMatch without one.

    `lock` is as of `rows.find_id`.
    """
    select = sa.select(*COLUMNS).where(rows.matches_key(_groups, key))
    return rows.find_one(ctx, select, MODEL, lock)


def _find(ctx, key):
    select = sa.select(*COLUMNS).where(rows.matches_key(_groups, key))
    return groups_from(ctx, [rows.find_for_body(ctx, _groups, select, MODEL)])[
        0
    ]


def _page(ctx, members, query):
    select = members.with_only_columns(*COLUMNS)
    group_page = list_page.page(ctx, filter_catalog.GROUPS, select, query)
    return dataclasses.replace(
        group_page, rows=groups_from(ctx, group_page.rows)
    )
