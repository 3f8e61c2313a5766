"""Inventory updates: each one run of a source, as its row tells it."""

import dataclasses
import datetime
from typing import Any

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory.audit import log as audit_log
from placement_inv.objects.host_inventory.common import authors
from placement_inv.objects.host_inventory.common import inventory_summary
from placement_inv.objects.host_inventory.common import latest_updates
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_columns
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.sources import (
    errors as source_errors,
)
from placement_inv.objects.host_inventory.sources import settings
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import input_updates

MODEL = 'InventoryUpdate'

_updates = tables.host_inventory.inventory_updates
_sources = tables.host_inventory.inventory_sources


@dataclasses.dataclass(frozen=True, slots=True)
class SourceRef:
    """A source as its updates speak of it."""

    id: int
    name: str
    description: str
    source: str
    updates: latest_updates.LatestUpdates


@dataclasses.dataclass(frozen=True, slots=True)
class InventoryUpdate:
    """One update, with the settings that its source had at the launch."""

    id: int
    name: str
    description: str
    source: str
    source_path: str
    source_vars: str
    scm_branch: str
    enabled_var: str
    enabled_value: str
    host_filter: str
    overwrite: bool
    overwrite_vars: bool
    timeout: int
    verbosity: int
    limit: str
    launch_type: str
    status: str
    started_at: datetime.datetime | None
    finished_at: datetime.datetime | None
    canceled_at: datetime.datetime | None
    job_args: str
    job_explanation: str
    result_traceback: str
    counts: dict[str, Any] | None
    created_at: datetime.datetime
    updated_at: datetime.datetime
    authors: authors.Authors
    inventory: inventory_summary.Summary
    of_source: SourceRef

    @property
    def is_active(self):
        return self.status in running_updates.ACTIVE

    @property
    def failed(self):
        return self.status in running_updates.FAILED

    @property
    def elapsed(self):
        """Return the seconds that it ran, so far or altogether."""
        if self.started_at is None:
            return 0.0
        ended = self.finished_at or base.utcnow()
        return round((ended - self.started_at).total_seconds(), 3)


_OWN = (
    'id',
    'name',
    'description',
    *source_columns.NAMES,
    'launch_type',
    'status',
    'started_at',
    'finished_at',
    'canceled_at',
    'job_args',
    'job_explanation',
    'result_traceback',
    'counts',
    'created_at',
    'updated_at',
)

_SELECT = sa.select(
    *(_updates.c[name] for name in _OWN),
    *authors.columns(_updates),
    _updates.c.host_inventory_id,
    _updates.c.inventory_source_id,
    _sources.c.name.label('source_name'),
    _sources.c.description.label('source_description'),
    _sources.c.source.label('source_kind'),
).join_from(_updates, _sources)

_OF_IDS = _SELECT.where(rows.is_among_ids(_updates.c.id)).order_by(
    _updates.c.id
)

_KEPT = ('name', 'status', 'host_inventory_id')
_ORDER = ('inventory__name', 'name')


@transactions.reader
def page(ctx, query):
    """Return one page of all updates."""
    return _page(ctx, _SELECT, query)


@transactions.reader
def page_of_source(ctx, key, query):
    """Return one page of the updates of a source."""
    source_id = rows.find_id(ctx, _sources, key, source.MODEL)
    return _page(
        ctx, _SELECT.where(_updates.c.inventory_source_id == source_id), query
    )


@transactions.reader
def get(ctx, update_id):
    """Return one update."""
    return find(ctx, update_id)


@transactions.writer
def delete(ctx, update_id):
    """Delete an update with its output; UpdateRunning before it is over."""
    kept = rows.find(ctx, _updates, update_id, MODEL, _KEPT, rows.for_delete)
    if kept['status'] in running_updates.ACTIVE:
        raise source_errors.UpdateRunning()
    rows.delete(ctx, _updates, update_id)
    subject = audit_log.update(
        update_id, kept['name'], kept['host_inventory_id']
    )
    audit_log.record_deletion(ctx, subject)


def record_cancel_request(ctx, row):
    """Record that somebody wishes an update to end, of which that is the row.

    Runs inside the caller's transaction.
    """
    subject = audit_log.update(
        row['id'], row['name'], row['host_inventory_id']
    )
    audit_log.record_change(ctx, subject, row, {'cancel_requested': True})


def find(ctx, update_id):
    """Return one update, inside the caller's transaction."""
    select = _SELECT.where(_updates.c.id == update_id)
    return _updates_from(ctx, [rows.find_one(ctx, select, MODEL)])[0]


def find_all(ctx, update_ids):
    """Return updates, by their ids, inside the caller's transaction."""
    updates = ctx.connection.execute(_OF_IDS, {'ids': update_ids}).mappings()
    return _updates_from(ctx, updates.all())


def _page(ctx, select, query):
    found = list_page.page(ctx, filter_catalog.UPDATES, select, query, _ORDER)
    return dataclasses.replace(found, rows=_updates_from(ctx, found.rows))


def _updates_from(ctx, found):
    inventories = inventory_summary.find_all(
        ctx, (row['host_inventory_id'] for row in found)
    )
    sources = {row['inventory_source_id'] for row in found}
    newest = latest_updates.find_all(ctx, sorted(sources))
    explanations = _explanations(ctx, found)
    return tuple(
        InventoryUpdate(
            **{name: row[name] for name in _OWN} | explanations[row['id']],
            authors=authors.from_row(row),
            inventory=inventories[row['host_inventory_id']],
            of_source=SourceRef(
                row['inventory_source_id'],
                row['source_name'],
                row['source_description'],
                row['source_kind'],
                newest.get(row['inventory_source_id'], latest_updates.NONE),
            ),
        )
        for row in found
    )


def _explanations(ctx, found):
    """Return {id: what explains it} of rows of updates.

    What one waits for is found when asked; no row is written while it waits.
    """
    explained = {
        row['id']: {'job_explanation': row['job_explanation']} for row in found
    }
    waiting = [
        row['id']
        for row in found
        if row['status'] == running_updates.PENDING
        and row['source'] == settings.CONSTRUCTED
    ]
    if waiting:
        for update_id, awaited in input_updates.awaited_by(
            ctx, waiting
        ).items():
            explained[update_id] = {
                'job_explanation': f'waiting for inventoryupdate-{awaited} '
                'to finish'
            }
    return explained
