"""Jobs: the rows of background work.

A row is `queued`, then `running` under a lease that its worker extends, and
at last `succeeded` or `failed`. A worker that claims a job gets a `Job` with
the number of the attempt. Writes of a worker that lost the job have no effect,
because the row has a later attempt, or another worker. Leases begin and end by
the clock of the database, in the statements themselves: the clocks of the
workers' machines may differ, and may be set while jobs run.
"""

import dataclasses
import datetime
import functools
import logging
import random
from typing import Any

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import clock
from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base
from placement_inv.objects import due_jobs

QUEUED = due_jobs.QUEUED
RUNNING = 'running'
SUCCEEDED = 'succeeded'
FAILED = 'failed'

LOG = logging.getLogger(__name__)

#: A larger difference of two clocks is logged.
_MAX_CLOCK_DIFFERENCE = datetime.timedelta(seconds=5)

_jobs = tables.jobs.jobs


@dataclasses.dataclass(frozen=True)
class Job:
    """One attempt at one job, as its row was when a worker claimed it."""

    id: int
    task: str
    arguments: dict[str, Any]
    lock: str | None
    attempts: int
    #: The worker that claimed it.
    worker: str | None
    #: Who requested the job: the `context.RequestContext.origin` of the
    #: request that enqueued it.
    origin: dict[str, Any] | None


_COLUMNS = tuple(_jobs.c[field.name] for field in dataclasses.fields(Job))


@transactions.writer
def enqueue(ctx, task, arguments, lock=None):
    """Add a job to the caller's transaction and return the job's id.

    The executor is notified after the commit: a transaction that rolls back
    leaves neither row nor notification. `arguments` maps names to values that
    JSON can represent. Jobs of one `lock` run one at a time, in the order of
    their ids.
    """
    result = ctx.connection.execute(
        _jobs.insert().values(_create_row(ctx, task, arguments, lock))
    )
    job_id = result.inserted_primary_key[0]
    ctx.after_commit.append(lambda: ctx.services.jobs.notify(job_id))
    return job_id


@transactions.writer
def enqueue_all(ctx, task, jobs):
    """Add jobs of one task, as `enqueue` does, with few statements.

    `jobs` are (arguments, lock); every job has a lock.
    """
    dialects.insert_all(
        ctx.connection,
        _jobs,
        [_create_row(ctx, task, arguments, lock) for arguments, lock in jobs],
    )
    locks = [lock for _arguments, lock in jobs]
    # Not every database returns the ids of rows that one statement inserts.
    # An executor may get a second notification of a job of the same lock that
    # was queued before.
    job_ids = ctx.connection.scalars(
        sa.select(_jobs.c.id)
        .where(_jobs.c.lock.in_(locks), _jobs.c.status == QUEUED)
        .order_by(_jobs.c.id)
    ).all()
    ctx.after_commit.extend(
        functools.partial(ctx.services.jobs.notify, job_id)
        for job_id in job_ids
    )


def _create_row(ctx, task, arguments, lock):
    return {
        'arguments': arguments,
        'lock': lock,
        'task': task,
        'origin': ctx.origin,
        'status': QUEUED,
        'attempts': 0,
        'queued_at': base.utcnow(),
    }


@transactions.reader
def read_clock(ctx):
    """Measure how far the database's clock is ahead; return the timedelta.

    A difference that is new is logged.
    """
    difference = clock.read(ctx.connection) - base.utcnow()
    if _is_large(difference) and not _is_large(ctx.database.clock_ahead):
        LOG.warning(
            'The clock of this machine is %.0f seconds %s that of the '
            'database, which decides how old rows are',
            abs(difference).total_seconds(),
            'behind' if difference > datetime.timedelta(0) else 'ahead of',
        )
    ctx.database.clock_ahead = difference
    return difference


def _is_large(difference):
    return abs(difference) > _MAX_CLOCK_DIFFERENCE


def claim(ctx, worker, tasks, lease, blocked_by=None):
    """Claim the next due job of one of `tasks` for `worker`; return the Job.

    Returns None where no job is due. Within `lease` seconds the worker must
    call `extend` or write an outcome. `blocked_by` maps tasks to functions;
    given the table of jobs, a function returns the condition under which the
    jobs of its task are not due yet. Jobs of one task are claimed in their
    order, tasks in a random one, so that none waits for all of another.
    """
    for task in random.sample(tasks, len(tasks)):
        claimed = _claim_one(ctx, worker, task, lease, blocked_by)
        if claimed is not None:
            return claimed
    return None


def _claim_one(ctx, worker, task, lease, blocked_by):
    while True:
        try:
            return _claim(ctx, worker, task, lease, blocked_by)
        except db_exception.DBDuplicateEntry:
            # Another worker claimed a job of the same lock meanwhile. Its row
            # is now running, so the next attempt skips this lock.
            continue


@transactions.writer
def _claim(ctx, worker, task, lease, blocked_by):
    row = due_jobs.find(
        ctx.connection,
        _COLUMNS,
        task,
        _is_blocked(task, blocked_by),
        for_update=True,
    )
    if row is None:
        return None
    result = ctx.connection.execute(
        _jobs.update()
        .where(_jobs.c.id == row.id, _jobs.c.status == QUEUED)
        .values(
            status=RUNNING,
            running_lock=_jobs.c.lock,
            worker=worker,
            attempts=_jobs.c.attempts + 1,
            started_at=clock.now(),
            lease_expires_at=clock.after(lease),
        )
    )
    if not result.rowcount:
        return None
    return dataclasses.replace(
        Job(**row._mapping), worker=worker, attempts=row.attempts + 1
    )


def _is_blocked(task, blocked_by):
    condition = (blocked_by or {}).get(task)
    return None if condition is None else condition(_jobs)


def _claim_conditions(job):
    """Return the conditions under which the worker still has `job`."""
    return (
        _jobs.c.id == job.id,
        _jobs.c.status == RUNNING,
        _jobs.c.attempts == job.attempts,
        # A released attempt does not count: the next one has its number.
        _jobs.c.worker == job.worker,
    )


def _values_without_lease(status, **values):
    return {
        'status': status,
        'running_lock': None,
        'lease_expires_at': None,
    } | values


@transactions.writer
def extend(ctx, job, lease):
    """Extend the lease of `job` to `lease` seconds from now.

    Returns False where the worker has lost the job.
    """
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_claim_conditions(job))
            .values(lease_expires_at=clock.after(lease))
        ).rowcount
    )


@transactions.writer
def finish(ctx, job):
    """Record that `job` succeeded; False where the worker has lost it."""
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_claim_conditions(job))
            .values(
                **_values_without_lease(SUCCEEDED, finished_at=clock.now())
            )
        ).rowcount
    )


@transactions.writer
def fail(ctx, job, error, on_failure=None):
    """Record that `job` failed; False where the worker has lost it.

    `on_failure(ctx, error, **arguments)` runs in the same transaction, so that
    the job and the object that it was working on fail together.
    """
    is_recorded = ctx.connection.execute(
        _jobs.update()
        .where(*_claim_conditions(job))
        .values(
            **_values_without_lease(
                FAILED, finished_at=clock.now(), error=error
            )
        )
    ).rowcount
    if is_recorded and on_failure is not None:
        on_failure(ctx, error, **job.arguments)
    return bool(is_recorded)


@transactions.writer
def release(ctx, job):
    """Put `job` back into the queue; this attempt does not count."""
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_claim_conditions(job))
            .values(
                **_values_without_lease(
                    QUEUED, worker=None, attempts=_jobs.c.attempts - 1
                )
            )
        ).rowcount
    )


@transactions.writer
def put_back(ctx, job):
    """Put `job` back into the queue; this attempt counts."""
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_claim_conditions(job))
            .values(**_values_without_lease(QUEUED, worker=None))
        ).rowcount
    )


def _is_abandoned(alive, dead_workers):
    """Return the condition of running jobs that have no live worker."""
    return sa.and_(
        _jobs.c.status == RUNNING,
        _jobs.c.id.not_in(alive),
        sa.or_(
            _jobs.c.lease_expires_at < clock.now(),
            _jobs.c.worker.in_(dead_workers),
        ),
    )


@transactions.reader
def is_any_due(ctx, tasks, blocked_by=None):
    """Tell whether `claim` would find a job; takes no lock."""
    return any(
        due_jobs.find(
            ctx.connection, (_jobs.c.id,), task, _is_blocked(task, blocked_by)
        )
        for task in tasks
    )


@transactions.reader
def list_abandoned(ctx, alive=(), dead_workers=()):
    """Return the running jobs whose lease ran out or whose worker is dead.

    `alive` are the ids of jobs that the caller itself runs; they are left out.
    """
    rows = ctx.connection.execute(
        sa.select(*_COLUMNS)
        .where(_is_abandoned(alive, dead_workers))
        .order_by(_jobs.c.id)
    )
    return [Job(**row._mapping) for row in rows]


@transactions.writer
def requeue(ctx, max_attempts, alive=(), dead_workers=()):
    """Queue abandoned jobs again, up to `max_attempts` attempts of each.

    Returns their number.
    """
    return ctx.connection.execute(
        _jobs.update()
        .where(
            _is_abandoned(alive, dead_workers),
            _jobs.c.attempts < max_attempts,
        )
        .values(**_values_without_lease(QUEUED, worker=None))
    ).rowcount


@transactions.reader
def list_busy_workers(ctx):
    """Return the names of the workers of running jobs, without repeats."""
    return ctx.connection.scalars(
        sa.select(_jobs.c.worker).where(_jobs.c.status == RUNNING).distinct()
    ).all()


@transactions.writer
def delete_finished(ctx, seconds):
    """Delete the jobs that ended more than `seconds` ago; return how many."""
    now = clock.read(ctx.connection)
    before = now - datetime.timedelta(seconds=seconds)
    return ctx.connection.execute(
        _jobs.delete().where(
            _jobs.c.status.in_((SUCCEEDED, FAILED)),
            _jobs.c.finished_at < before,
        )
    ).rowcount
