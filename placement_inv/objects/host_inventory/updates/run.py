"""Starts, records, cancels and ends updates.

The start time distinguishes the attempts at one update. If the service takes
a living worker for dead, another attempt starts; the first worker then finds
the start time changed, and stops without writing into the other attempt.
"""

import dataclasses
import datetime
import json
from typing import NamedTuple

import sqlalchemy as sa

from placement_inv import exceptions
from placement_inv.db import clock
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.columns import column as columns
from placement_inv.objects.host_inventory.columns import secrets
from placement_inv.objects.host_inventory.columns import (
    updates as update_columns,
)
from placement_inv.objects.host_inventory.common import rows
from placement_inv.objects.host_inventory.common import running_updates
from placement_inv.objects.host_inventory.common import source_kinds
from placement_inv.objects.host_inventory.tenancy import role_checks
from placement_inv.objects.host_inventory.updates import output_masks
from placement_inv.objects.host_inventory.updates import update

PENDING = running_updates.PENDING
RUNNING = running_updates.RUNNING
SUCCESSFUL = 'successful'
FAILED = 'failed'
ERROR = 'error'
CANCELED = 'canceled'

_WORKER_LOST = 'The update was given up because its worker died or failed.'
_WORKER_STOPS = (
    'The worker stops before the update ended; it will start again.'
)
_STARTED_AGAIN = (
    'The update starts again: the worker of an earlier attempt stopped, died '
    'or lost the database.'
)
_NOT_LOADABLE = (
    'The source could not be updated any more when its update started.'
)

_sources = tables.host_inventory.inventory_sources
_updates = tables.host_inventory.inventory_updates
_events = tables.host_inventory.inventory_update_events


class Position(NamedTuple):
    """The counter of the next event, and the number of its first line."""

    counter: int = 1
    line: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Run(columns.value_class('RunSettings', update_columns.SETTINGS)):
    """One attempt at an update: its settings, and its start time."""

    id: int
    inventory_source_id: int
    host_inventory_id: int
    started_at: datetime.datetime
    #: Where its output begins, after a line on earlier attempts.
    position: Position = Position()
    #: What hides the secrets of the settings.
    masks: output_masks.Masks = output_masks.NO_MASKS


@transactions.writer
def start(ctx, update_id):
    """Start an update and return its Run; None if it is over or unknown.

    The run has the settings that the source has now. An update whose worker
    died or stopped starts again, without its earlier output, as a line of the
    new output says. That is safe: a load commits with the end of its update,
    or not at all.
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
    settings = _read_settings(ctx, row['inventory_source_id'])
    kind = source_kinds.KINDS[settings['source']]
    if not kind.is_loadable(settings['source_path']):
        _end(ctx, update_id, ERROR, _NOT_LOADABLE)
        return None
    now = clock.read(ctx.connection)
    _write(ctx, update_id, status=RUNNING, started_at=now, **settings)
    started_row = {
        **row,
        **settings,
        'started_at': now,
        'position': Position(),
        'masks': output_masks.build(
            [settings[name] for name in secrets.NAMES & settings.keys()],
            are_templates=kind.evaluates_templates,
        ),
    }
    run = Run(**{f.name: started_row[f.name] for f in dataclasses.fields(Run)})
    if row['status'] == RUNNING or row['job_explanation']:
        position = add_lines(ctx, run, run.position, [_STARTED_AGAIN])
        run = dataclasses.replace(run, position=position)
    return run


@transactions.writer
def record(ctx, run, position, lines):
    """Write lines of output; return the next Position.

    Raises Stopped if this attempt is over.
    """
    lock(ctx, run)
    return add_lines(ctx, run, position, lines)


@transactions.reader
def is_cancel_requested(ctx, run):
    """Tell whether a user canceled the update.

    Raises Stopped if this attempt is over.
    """
    row = ctx.connection.execute(
        sa.select(_updates.c.cancel_requested).where(*_is_current(run))
    ).first()
    if row is None:
        raise exceptions.Stopped()
    return row.cancel_requested


@transactions.writer
def finish(ctx, run, status, explanation='', job_args=()):
    """End an update; its status is `canceled` if a user canceled it.

    Raises Stopped if this attempt is over.
    """
    if lock(ctx, run):
        status, explanation = CANCELED, ''
    end(ctx, run, status, explanation, job_args)


@transactions.writer
def release(ctx, run, position):
    """Make an update pending again, because its worker stops.

    Its output and `job_explanation` say so; `position` is the end of the
    output. Raises Stopped if this attempt is over.
    """
    lock(ctx, run)
    add_lines(ctx, run, position, [_WORKER_STOPS])
    _write(
        ctx,
        run.id,
        status=PENDING,
        started_at=None,
        job_explanation=_WORKER_STOPS,
    )


@transactions.writer
def give_up(ctx, update_id):
    """End an update that no worker will start again."""
    row = _lock_row(ctx, _updates.c.id == update_id)
    if row is not None and row['status'] in running_updates.ACTIVE:
        status = CANCELED if row['cancel_requested'] else ERROR
        _end(ctx, update_id, status, _WORKER_LOST)


@transactions.writer
def cancel(ctx, update_id):
    """Request that an update ends; return False if it is over.

    An update that is not running ends at once. Raises NoMatch or
    RoleRequired.
    """
    row = _lock_row(ctx, _updates.c.id == update_id)
    if row is None:
        raise errors.NoMatch(model=update.MODEL)
    if row['status'] not in running_updates.ACTIVE:
        return False
    update.record_cancel_request(ctx, row)
    values = {'cancel_requested': True, 'canceled_at': clock.now()}
    if row['status'] == RUNNING:
        _write(ctx, update_id, **values)
    else:
        _end(ctx, update_id, CANCELED, **values)
    return True


def lock(ctx, run):
    """Lock an attempt; tell whether a user canceled it.

    Raises Stopped if the attempt is over. Runs inside the caller's
    transaction, as do the functions below.
    """
    row = _lock_row(ctx, *_is_current(run))
    if row is None:
        raise exceptions.Stopped()
    return row['cancel_requested']


def add_lines(ctx, run, position, lines):
    """Write lines of output of a locked attempt; return the next Position.

    Marks hide the secrets of its settings.
    """
    end_line = position.line + len(lines)
    ctx.connection.execute(
        _events.insert().values(
            inventory_update_id=run.id,
            counter=position.counter,
            start_line=position.line,
            end_line=end_line,
            stdout=run.masks.apply('\n'.join(lines)),
        )
    )
    return Position(position.counter + 1, end_line)


def end(ctx, run, status, explanation='', job_args=(), counts=None):
    """End a locked attempt.

    Marks hide the secrets of its settings in the texts.
    """
    job_args = [run.masks.apply(argument) for argument in job_args]
    _end(
        ctx,
        run.id,
        status,
        run.masks.apply(explanation),
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
    select = role_checks.add_column(
        ctx, sa.select(_updates).where(*conditions)
    )
    row = ctx.connection.execute(rows.for_update(select)).mappings().first()
    if row is not None:
        role_checks.check(row)
    return row


def _read_settings(ctx, source_id):
    """Return {column: value} of the settings of a source."""
    names = columns.readable(update_columns.SETTINGS)
    select = sa.select(*columns.of_table(_sources, names)).where(
        _sources.c.id == source_id
    )
    return dict(ctx.connection.execute(select).mappings().one())


def _end(ctx, update_id, status, explanation='', **values):
    _write(
        ctx,
        update_id,
        status=status,
        job_explanation=explanation,
        finished_at=clock.now(),
        **values,
    )


def _write(ctx, update_id, **values):
    ctx.connection.execute(
        _updates.update().where(_updates.c.id == update_id).values(**values)
    )
