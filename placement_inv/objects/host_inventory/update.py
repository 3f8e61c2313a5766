"""Inventory updates: each one run of a source, as its row tells it."""

import dataclasses
import datetime
from typing import Any

import sqlalchemy as sa

from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import activity
from placement_inv.objects.host_inventory import authors
from placement_inv.objects.host_inventory import filter_catalog
from placement_inv.objects.host_inventory import listing
from placement_inv.objects.host_inventory import rows
from placement_inv.objects.host_inventory import source
from placement_inv.objects.host_inventory import summary
from placement_inv.objects.host_inventory.changes import record
from placement_inv.objects.host_inventory.sources import settings
from placement_inv.objects.host_inventory.sources import source_refusals
from placement_inv.objects.host_inventory.updating import input_updates
from placement_inv.objects.host_inventory.updating import latest

MODEL = 'InventoryUpdate'

_updates = tables.host_inventory.inventory_updates
_sources = tables.host_inventory.inventory_sources


@dataclasses.dataclass(frozen=True, slots=True)
class SourceGlance:
    """A source as its updates speak of it."""

    id: int
    name: str
    description: str
    source: str
    updates: latest.Latest


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
    inventory: summary.Summary
    of_source: SourceGlance

    @property
    def is_active(self):
        return self.status in activity.ACTIVE

    @property
    def failed(self):
        return self.status in activity.FAILED

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
    *settings.NAMES,
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
    kept = rows.find(ctx, _updates, update_id, MODEL, _KEPT, rows.to_delete)
    if kept['status'] in activity.ACTIVE:
        raise source_refusals.UpdateRunning()
    rows.delete(ctx, _updates, update_id)
    subject = record.update(update_id, kept['name'], kept['host_inventory_id'])
    record.deleted(ctx, subject)


def record_wish(ctx, row):
    """Record that somebody wishes an update to end, of which that is the row.

    Runs inside the caller's transaction.
    """
    subject = record.update(row['id'], row['name'], row['host_inventory_id'])
    record.changed(ctx, subject, row, {'cancel_requested': True})


def find(ctx, update_id):
    """Return one update, inside the caller's transaction."""
    select = _SELECT.where(_updates.c.id == update_id)
    return _updates_from(ctx, [rows.one(ctx, select, MODEL)])[0]


def _page(ctx, select, query):
    found = listing.page(ctx, filter_catalog.UPDATES, select, query, _ORDER)
    return dataclasses.replace(found, rows=_updates_from(ctx, found.rows))


def _updates_from(ctx, found):
    inventories = summary.of(ctx, (row['host_inventory_id'] for row in found))
    sources = {row['inventory_source_id'] for row in found}
    newest = latest.of_sources(ctx, sorted(sources))
    explanations = _explanations(ctx, found)
    return tuple(
        InventoryUpdate(
            **{name: row[name] for name in _OWN} | explanations[row['id']],
            authors=authors.of(row),
            inventory=inventories[row['host_inventory_id']],
            of_source=SourceGlance(
                row['inventory_source_id'],
                row['source_name'],
                row['source_description'],
                row['source_kind'],
                newest.get(row['inventory_source_id'], latest.NONE),
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
        if row['status'] == activity.PENDING
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
