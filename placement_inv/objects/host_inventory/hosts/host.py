"""Hosts: the machines of an inventory."""

import dataclasses
import datetime

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import hosts as host_columns
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import generations
from placement_inv.objects.host_inventory.common import inventory_kinds
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.common import managers
from placement_inv.objects.host_inventory.common import names
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import soft_deletion
from placement_inv.objects.host_inventory.hosts import related_previews
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import (
    host_filter as host_filters,
)
from placement_inv.objects.host_inventory.membership import (
    selects as membership,
)
from placement_inv.objects.host_inventory.variables import (
    documents as variable_documents,
)
from placement_inv.objects.host_inventory.variables import text as variables

MODEL = 'Host'

_hosts = tables.host_inventory.hosts
_facts = tables.host_inventory.host_facts
_inventories = tables.host_inventory.host_inventories


@dataclasses.dataclass(frozen=True, slots=True)
class Host(columns.value_class('HostRow', host_columns.COLUMNS)):
    """One host: its columns, authors, inventory, groups and sources."""

    authors: authors.Authors
    facts_modified_at: datetime.datetime | None
    inventory: inventory_summary.Summary
    groups: related_previews.GroupPreview
    managed_by: tuple[managers.Manager, ...]


_ATTRIBUTES = columns.readable(host_columns.COLUMNS)

# PERF: lists do not read the documents of facts, which are large.
_COLUMNS = (
    *columns.of_table(_hosts, _ATTRIBUTES),
    *authors.columns(_hosts),
    sa.select(_facts.c.modified_at)
    .where(_facts.c.host_id == _hosts.c.id)
    .scalar_subquery()
    .label('facts_modified_at'),
)

#: One host with its inventory.
_WHOLE = inventory_summary.join_summary(sa.select(*_COLUMNS), _hosts)

# PERF: subqueries read the inventory; a join would lock its row, too.
_BEFORE = sa.select(
    _hosts.c.id,
    *columns.of_table(_hosts, columns.writable(host_columns.COLUMNS)),
    *(
        sa.select(column)
        .where(_inventories.c.id == _hosts.c.host_inventory_id)
        .correlate(_hosts)
        .scalar_subquery()
        .label(column.name)
        for column in (_inventories.c.pending_deletion, _inventories.c.kind)
    ),
)


@transactions.reader
def page(ctx, query, host_filter=None):
    """Return one page of all hosts.

    In this and the other lists, `host_filter` is a HostFilter that the hosts
    match, or None.
    """
    return _page(ctx, membership.all_hosts(), query, host_filter)


@transactions.reader
def page_of_inventory(ctx, key, query, host_filter=None):
    """Return one page of the hosts of an inventory of any kind."""
    inventory = membership.find_inventory(
        ctx, key, hides_pending=query.hides_pending
    )
    return page_of_ref(ctx, inventory, query, host_filter)


@transactions.reader
def page_of_ref(ctx, inventory, query, host_filter=None):
    """Return one page of the hosts of an InventoryRef."""
    hosts = membership.hosts_of(inventory)
    # Each page evaluates the filter of the inventory again.
    kind = inventory_kinds.KINDS[inventory.kind]
    return _page(ctx, hosts, query, host_filter, costly=kind.is_filtered)


@transactions.reader
def page_of_group(ctx, key, query, host_filter=None):
    """Return one page of the hosts that are directly in a group."""
    hosts = membership.hosts_in_group(_group_id(ctx, key))
    return _page(ctx, hosts, query, host_filter)


@transactions.reader
def page_below_group(ctx, key, query, host_filter=None):
    """Return one page of the hosts in a group or any group below it."""
    hosts = membership.hosts_below_group(_group_id(ctx, key))
    return _page(ctx, hosts, query, host_filter)


@transactions.reader
def page_of_source(ctx, key, query, host_filter=None):
    """Return one page of the hosts that came from a source."""
    sources = tables.host_inventory.inventory_sources
    source_id = rows.find_id(ctx, sources, key, 'InventorySource')
    hosts = membership.hosts_of_source(source_id)
    return _page(ctx, hosts, query, host_filter)


@transactions.reader
def get(ctx, key):
    """Return the Host of a key; NoMatch without one."""
    return _find(ctx, key)


@transactions.reader
def resolve(ctx, key):
    """Return the id of the host of a key; NoMatch without one."""
    return rows.find_id(ctx, _hosts, key, MODEL)


@transactions.writer
def create(ctx, values):
    """Create a host in the inventory `values['host_inventory_id']`.

    Return it. Raises as `add` does.
    """
    inventory_id = values['host_inventory_id']
    host_id = add(ctx, inventory_id, values)
    subject = audit_log.host(host_id, values['name'], inventory_id)
    audit_log.record_creation(ctx, subject, values)
    return _find(ctx, host_id)


@transactions.writer
def update(ctx, key, changes, precondition=generations.ANY):
    """Change a host and return it.

    Raises NoMatch, StaleGeneration, PreconditionFailed, InventoryIsFixed,
    InvalidHostName, NameTaken, AlreadyExists or InvalidVariables.
    """
    locked_id = None
    if 'name' in changes:
        locked_id = membership.lock_inventory_of(ctx, _hosts, key)
    row = _find_row(ctx, key, rows.for_update)
    changes = dict(changes)
    inventory_id = row['host_inventory_id']
    if changes.pop('host_inventory_id', inventory_id) != inventory_id:
        raise errors.InventoryIsFixed()
    if 'name' in changes:
        if locked_id != inventory_id:
            raise exceptions.ConcurrentUpdate()
        names.refuse_if_group(ctx, inventory_id, changes['name'])
        changes = names.parse_host_name(changes, row['variables'])
    if 'variables' in changes:
        variables.parse(changes['variables'])
    with rows.unique(MODEL):
        rows.update(ctx, _hosts, row['id'], changes, precondition)
    audit_log.record_change(ctx, _subject(row), row, changes)
    return _find(ctx, row['id'])


@transactions.writer
def delete(ctx, key, precondition=generations.ANY):
    """Delete a host.

    Raises NoMatch, StaleGeneration, PreconditionFailed, InventoryPending,
    ConstructedHost, or Busy while an update of its inventory runs.
    """
    row = _find_row(ctx, key)
    if row['pending_deletion']:
        raise errors.InventoryPending()
    if not inventory_kinds.KINDS[row['kind']].deletes_hosts:
        raise errors.ConstructedHost()
    running_updates.refuse_while_active(
        ctx, _inventories.c.id == row['host_inventory_id']
    )
    generations.check(ctx, _hosts, row['id'], precondition)
    if not rows.delete(ctx, _hosts, row['id']):
        raise errors.NoMatch(model=MODEL)
    audit_log.record_deletion(ctx, _subject(row))


def add(ctx, inventory_id, values):
    """Insert a host in the caller's transaction; return its id.

    Raises NoSuchRelated, NotForKind, InvalidHostName, NameTaken,
    AlreadyExists or InvalidVariables.
    """
    try:
        inventory = membership.find_inventory(
            ctx, inventory_id, rows.for_update
        )
    except errors.NoMatch as error:
        raise errors.NoSuchRelated(model='Inventory') from error
    membership.refuse_unless_accepted(inventory, MODEL)
    names.refuse_if_group(ctx, inventory_id, values['name'])
    values = names.parse_host_name(values)
    values = variable_documents.check_document(values)
    with rows.unique(MODEL):
        return rows.insert(
            ctx, _hosts, {**values, 'host_inventory_id': inventory_id}
        )


def _group_id(ctx, key):
    groups = tables.host_inventory.host_groups
    return rows.find_id(ctx, groups, key, 'Group')


def _find_row(ctx, key, lock=None):
    """Return the row of a host before a write; NoMatch without one."""
    select = _BEFORE.where(rows.matches_key(_hosts, key))
    return rows.find_one(ctx, select, MODEL, lock)


def _subject(row):
    return audit_log.host(row['id'], row['name'], row['host_inventory_id'])


def _find(ctx, key):
    select = _WHOLE.where(rows.matches_key(_hosts, key))
    row = rows.find_for_body(ctx, _hosts, select, MODEL)
    inventory = inventory_summary.summary_from_row(row)
    return _with_previews(ctx, [row], {inventory.id: inventory})[0]


def _page(ctx, members, query, host_filter, costly=False):
    if host_filter is not None:
        members = members.where(host_filters.condition(host_filter))
        if host_filters.names_field(host_filter, soft_deletion.FIELD):
            query = dataclasses.replace(query, hides_pending=False)
    select = members.with_only_columns(*_COLUMNS)
    costly = costly or host_filter is not None
    host_page = list_page.page(
        ctx, filter_catalog.LISTED_HOSTS, select, query, costly=costly
    )
    return dataclasses.replace(
        host_page, rows=_hosts_from(ctx, host_page.rows)
    )


def _hosts_from(ctx, host_rows):
    inventories = inventory_summary.find_all(
        ctx, (row['host_inventory_id'] for row in host_rows)
    )
    return _with_previews(ctx, host_rows, inventories)


def _with_previews(ctx, host_rows, inventories):
    """Return Hosts of rows; `inventories` is {id: Summary}."""
    previews = related_previews.find_all(ctx, [row['id'] for row in host_rows])
    return tuple(
        Host(
            **{name: row[name] for name in _ATTRIBUTES},
            authors=authors.from_row(row),
            facts_modified_at=row['facts_modified_at'],
            inventory=inventories[row['host_inventory_id']],
            groups=previews[row['id']].groups,
            managed_by=previews[row['id']].managed_by,
        )
        for row in host_rows
    )
