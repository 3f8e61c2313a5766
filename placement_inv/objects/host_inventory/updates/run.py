"""The life of an update: it begins, says something, and comes to an end.

The moment at which it began tells one attempt from another. A worker that
was taken for dead, and lives, finds the row changed and stops: it writes
nothing into the attempt that came after its own.
"""

import dataclasses
import datetime
import json
from typing import NamedTuple

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import (
    updates as update_columns,
)
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.updates import update

PENDING = running_updates.PENDING
RUNNING = running_updates.RUNNING
SUCCESSFUL = 'successful'
FAILED = 'failed'
ERROR = 'error'
CANCELED = 'canceled'

_WORKER_LOST = (
    'The work on this update was given up: its worker died or failed.'
)

_updates = tables.host_inventory.inventory_updates
_events = tables.host_inventory.inventory_update_events


@dataclasses.dataclass(frozen=True, slots=True)
class Run(columns.value_class('RunSettings', update_columns.SETTINGS)):
    """One attempt at an update: its settings, and since when it runs."""

    id: int
    inventory_source_id: int
    host_inventory_id: int
    started_at: datetime.datetime


class Position(NamedTuple):
    """Where the output of an update goes on."""

    counter: int = 1
    line: int = 0


@transactions.writer
def start(ctx, update_id):
    """Begin an update; None where nothing is left to do.

    One that began before, and whose worker is gone, begins again: of a load
    either all was committed, and then it is over, or nothing was.
    """
    row = _lock_row(ctx, _updates.c.id == update_id)
    if row is None or row['status'] not in running_updates.ACTIVE:
        return None
    if row['cancel_requested']:
        _end(ctx, update_id, CANCELED)
        return None
    ctx.connection.execute(
        _events.delete().where(_events.c.inventory_update_id == update_id)
    )
    now = base.utcnow()
    _write(ctx, update_id, status=RUNNING, started_at=now)
    started_row = {**row, 'started_at': now}
    return Run(
        **{f.name: started_row[f.name] for f in dataclasses.fields(Run)}
    )


@transactions.writer
def record(ctx, run, position, lines):
    """Keep lines of an update's output; return where it goes on."""
    lock(ctx, run)
    return add_lines(ctx, run, position, lines)


@transactions.reader
def is_cancel_requested(ctx, run):
    """Tell whether somebody wants the update to end; Stopped if it did."""
    row = ctx.connection.execute(
        sa.select(_updates.c.cancel_requested).where(*_is_current(run))
    ).first()
    if row is None:
        raise exceptions.Stopped()
    return row.cancel_requested


@transactions.writer
def finish(ctx, run, status, explanation='', job_args=()):
    """End an update; one that somebody canceled ends as canceled."""
    if lock(ctx, run):
        status, explanation = CANCELED, ''
    end(ctx, run, status, explanation, job_args)


@transactions.writer
def release(ctx, run):
    """Let an update wait again: its worker stops and another begins it."""
    lock(ctx, run)
    _write(ctx, run.id, status=PENDING, started_at=None)


@transactions.writer
def give_up(ctx, update_id):
    """End an update that no worker will begin again."""
    row = _lock_row(ctx, _updates.c.id == update_id)
    if row is not None and row['status'] in running_updates.ACTIVE:
        status = CANCELED if row['cancel_requested'] else ERROR
        _end(ctx, update_id, status, _WORKER_LOST)


@transactions.writer
def cancel(ctx, update_id):
    """Wish that an update ends; False if it has ended already."""
    row = _lock_row(ctx, _updates.c.id == update_id)
    if row is None:
        raise errors.NoMatch(model=update.MODEL)
    if row['status'] not in running_updates.ACTIVE:
        return False
    update.record_cancel_request(ctx, row)
    values = {'cancel_requested': True, 'canceled_at': base.utcnow()}
    if row['status'] == RUNNING:
        _write(ctx, update_id, **values)
    else:
        _end(ctx, update_id, CANCELED, **values)
    return True


def lock(ctx, run):
    """Lock an attempt and tell whether it was canceled; Stopped if over.

    Runs inside the caller's transaction, as do the functions below.
    """
    row = _lock_row(ctx, *_is_current(run))
    if row is None:
        raise exceptions.Stopped()
    return row['cancel_requested']


def add_lines(ctx, run, position, lines):
    """Keep lines of the output of an attempt that is held."""
    end_line = position.line + len(lines)
    ctx.connection.execute(
        _events.insert().values(
            inventory_update_id=run.id,
            counter=position.counter,
            start_line=position.line,
            end_line=end_line,
            stdout='\n'.join(lines),
        )
    )
    return Position(position.counter + 1, end_line)


def end(ctx, run, status, explanation='', job_args=(), counts=None):
    """Bring an attempt that is held to its end."""
    _end(
        ctx,
        run.id,
        status,
        explanation,
        job_args=json.dumps(job_args) if job_args else '',
        counts=counts,
    )


def _is_current(run):
    return (
        _updates.c.id == run.id,
        _updates.c.status == RUNNING,
        _updates.c.started_at == run.started_at,
    )


def _lock_row(ctx, *conditions):
    select = sa.select(_updates).where(*conditions)
    return ctx.connection.execute(rows.for_update(select)).mappings().first()


def _end(ctx, update_id, status, explanation='', **values):
    _write(
        ctx,
        update_id,
        status=status,
        job_explanation=explanation,
        finished_at=base.utcnow(),
        **values,
    )


def _write(ctx, update_id, **values):
    ctx.connection.execute(
        _updates.update().where(_updates.c.id == update_id).values(**values)
    )
