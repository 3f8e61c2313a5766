"""Inventory updates: lists, single updates, deletion."""

import dataclasses

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    updates as update_columns,
)
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.common import latest_updates
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.tenancy import roles
from placement_inv.objects.host_inventory.tenancy import row_roles
from placement_inv.objects.host_inventory.updates import input_updates

MODEL = 'InventoryUpdate'

_updates = tables.host_inventory.inventory_updates
_sources = tables.host_inventory.inventory_sources


@dataclasses.dataclass(frozen=True, slots=True)
class SourceRef:
    """The source in the representation of its updates."""

    id: int
    name: str
    description: str
    source: str
    updates: latest_updates.LatestUpdates


@dataclasses.dataclass(frozen=True, slots=True)
class InventoryUpdate(
    columns.value_class('UpdateRow', update_columns.COLUMNS)
):
    """One update: an attribute for each column, its inventory and source.

    Its settings are those of its source at the start, and until then those
    at the launch.
    """

    authors: authors.Authors
    inventory: inventory_summary.Summary
    of_source: SourceRef
    #: Whether the caller has the role admin on the inventory.
    is_administered: bool

    @property
    def is_active(self):
        return self.status in running_updates.ACTIVE

    @property
    def has_failed(self):
        return self.status in running_updates.FAILED

    @property
    def elapsed_seconds(self):
        """Return how many seconds the update ran, or has been running."""
        if self.started_at is None:
            return 0.0
        end = self.finished_at or base.utcnow()
        return round((end - self.started_at).total_seconds(), 3)


_ATTRIBUTES = columns.readable(update_columns.COLUMNS)

_SELECT = sa.select(
    *columns.of_table(_updates, _ATTRIBUTES),
    *authors.columns(_updates),
    _sources.c.name.label('source_name'),
    _sources.c.description.label('source_description'),
    _sources.c.source.label('source_kind'),
).join_from(_updates, _sources)

_SELECT_BY_IDS = _SELECT.where(rows.is_among_ids(_updates.c.id)).order_by(
    _updates.c.id
)

_AUDIT_COLUMNS = ('name', 'status', 'host_inventory_id')
_ORDER = ('inventory__name', 'name')


@transactions.reader
def page(ctx, query):
    """Return a page of all updates."""
    return _page(ctx, _SELECT, query)


@transactions.reader
def page_of_source(ctx, key, query):
    """Return a page of the updates of a source; NoMatch without one."""
    source_id = rows.find_id(ctx, _sources, key, source.MODEL)
    return _page(
        ctx, _SELECT.where(_updates.c.inventory_source_id == source_id), query
    )


@transactions.reader
def get(ctx, update_id):
    """Return an InventoryUpdate; NoMatch without one."""
    return find(ctx, update_id)


@transactions.writer
def delete(ctx, update_id):
    """Delete an update with its output.

    A caller needs the role admin on the inventory, not only that to update
    it. Raises NoMatch, RoleRequired, or UpdateRunning while it is active.
    """
    row = rows.find(
        ctx,
        _updates,
        update_id,
        MODEL,
        _AUDIT_COLUMNS,
        rows.for_delete,
        roles.ADMIN,
    )
    if row['status'] in running_updates.ACTIVE:
        raise source_errors.UpdateRunning()
    rows.delete(ctx, _updates, update_id)
    subject = audit_log.update(
        update_id, row['name'], row['host_inventory_id']
    )
    audit_log.record_deletion(ctx, subject)


def record_cancel_request(ctx, row):
    """Record in the audit log that a user canceled the update of a row.

    Runs inside the caller's transaction.
    """
    subject = audit_log.update(
        row['id'], row['name'], row['host_inventory_id']
    )
    audit_log.record_change(ctx, subject, row, {'cancel_requested': True})


def find(ctx, update_id):
    """Return an InventoryUpdate, inside the caller's transaction; NoMatch."""
    select = _SELECT.where(_updates.c.id == update_id)
    return _build_updates(
        ctx, [rows.find_for_body(ctx, _updates, select, MODEL)]
    )[0]


def find_all(ctx, update_ids):
    """Return the updates with some ids, inside the caller's transaction."""
    updates = (
        ctx.connection.execute(
            row_roles.add_columns(ctx, _SELECT_BY_IDS, _updates),
            {'ids': update_ids},
        )
        .mappings()
        .all()
    )
    row_roles.remember(ctx, _updates, updates)
    return _build_updates(ctx, updates)


def _page(ctx, select, query):
    update_page = list_page.page(
        ctx,
        filter_catalog.UPDATES,
        select,
        query,
        _ORDER,
    )
    return dataclasses.replace(
        update_page, rows=_build_updates(ctx, update_page.rows)
    )


def _build_updates(ctx, update_rows):
    inventories = inventory_summary.find_all(
        ctx, (row['host_inventory_id'] for row in update_rows)
    )
    sources = {row['inventory_source_id'] for row in update_rows}
    newest = latest_updates.find_all(ctx, sorted(sources))
    explanations = _find_explanations(ctx, update_rows)
    return tuple(
        InventoryUpdate(
            **{name: row[name] for name in _ATTRIBUTES}
            | explanations[row['id']],
            authors=authors.from_row(row),
            inventory=inventories[row['host_inventory_id']],
            of_source=SourceRef(
                row['inventory_source_id'],
                row['source_name'],
                row['source_description'],
                row['source_kind'],
                newest.get(row['inventory_source_id'], latest_updates.NONE),
            ),
            is_administered=row_roles.has(ctx, row_roles.UPDATE, row['id']),
        )
        for row in update_rows
    )


def _find_explanations(ctx, update_rows):
    """Return {id: {'job_explanation': text}} of rows of updates.

    Which update another one waits for is not stored, but computed here.
    """
    explanations = {
        row['id']: {'job_explanation': row['job_explanation']}
        for row in update_rows
    }
    waiting = [
        row['id']
        for row in update_rows
        if row['status'] == running_updates.PENDING
        and source_kinds.KINDS[row['source']].reads_inventories
    ]
    if waiting:
        for update_id, awaited_id in input_updates.find_awaited(
            ctx, waiting
        ).items():
            explanations[update_id] = {
                'job_explanation': f'waiting for inventoryupdate-{awaited_id} '
                'to finish'
            }
    return explanations
