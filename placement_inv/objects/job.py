"""The rows of background work: the row is the job.

A row is `queued`, then `running` under a lease that its worker extends, and
ends as `succeeded` or `failed`. A worker that claims a job gets a `Job`; the
number of its attempt is what makes later writes of an earlier holder void.
Leases are told by the clock of the database, which `read_clock` looks at:
those of the machines need not agree.
"""

import dataclasses
import datetime
import functools
from typing import Any

from oslo_db import exception as db_exception
import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.db.tables import base

QUEUED = 'queued'
RUNNING = 'running'
SUCCEEDED = 'succeeded'
FAILED = 'failed'

_jobs = tables.jobs.jobs


@dataclasses.dataclass(frozen=True)
class Job:
    """One attempt at one job, as the worker that claimed it knows it."""

    id: int
    task: str
    arguments: dict[str, Any]
    lock: str | None
    attempts: int
    #: The worker that claimed it.
    worker: str | None
    #: Who asked for it: what `context.RequestContext.origin` said then.
    origin: dict[str, Any] | None


_COLUMNS = tuple(_jobs.c[field.name] for field in dataclasses.fields(Job))


@transactions.writer
def enqueue(ctx, task, arguments, lock=None):
    """Add a job to the caller's transaction and return the job's id.

    The executor is notified after the commit: a transaction that rolls back
    leaves neither row nor notification. `arguments` is what JSON can carry,
    by name. Jobs of one `lock` run one at a time, in the order of their ids.
    """
    result = ctx.connection.execute(
        _jobs.insert().values(_new(ctx, task, arguments, lock))
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
        [_new(ctx, task, arguments, lock) for arguments, lock in jobs],
    )
    locks = [lock for _arguments, lock in jobs]
    # Not every database returns the ids of rows inserted together. A job of
    # one of these locks that was queued before may be announced again.
    job_ids = ctx.connection.scalars(
        sa.select(_jobs.c.id)
        .where(_jobs.c.lock.in_(locks), _jobs.c.status == QUEUED)
        .order_by(_jobs.c.id)
    ).all()
    ctx.after_commit.extend(
        functools.partial(ctx.services.jobs.notify, job_id)
        for job_id in job_ids
    )


def _new(ctx, task, arguments, lock):
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
    """Learn how far the database's clock is ahead; return it in seconds."""
    moment = dialects.present_moment(ctx.connection)
    if moment is not None:
        ctx.database.clock_ahead = moment - base.utcnow()
    return ctx.database.clock_ahead.total_seconds()


def _now(ctx):
    return base.utcnow() + ctx.database.clock_ahead


def claim(ctx, worker, tasks, lease, blocked_by=None):
    """Take the next due job among `tasks` for `worker`; None without one.

    The worker must report within `lease` seconds, by `extend` or an outcome.
    `blocked_by` is {task: a function}: given the table of jobs it returns the
    condition under which jobs of the task are not due yet.
    """
    while True:
        try:
            return _claim(ctx, worker, _next_due(tasks, blocked_by), lease)
        except db_exception.DBDuplicateEntry:
            # Another worker took a job of the same lock in this moment. Its
            # row now says so, and the next look passes this lock over.
            continue


@transactions.writer
def _claim(ctx, worker, next_due, lease):
    row = ctx.connection.execute(
        next_due.with_for_update(skip_locked=True, of=_jobs)
    ).one_or_none()
    if row is None:
        return None
    now = _now(ctx)
    result = ctx.connection.execute(
        _jobs.update()
        .where(_jobs.c.id == row.id, _jobs.c.status == QUEUED)
        .values(
            status=RUNNING,
            running_lock=_jobs.c.lock,
            worker=worker,
            attempts=_jobs.c.attempts + 1,
            started_at=now,
            lease_expires_at=now + datetime.timedelta(seconds=lease),
        )
    )
    if not result.rowcount:
        return None
    return dataclasses.replace(
        Job(**row._mapping), worker=worker, attempts=row.attempts + 1
    )


def _next_due(tasks, blocked_by=None):
    """Select the first queued job that nothing keeps waiting.

    That is another job of its lock, or what its task waits for.
    """
    held_back = [
        sa.and_(_jobs.c.task == task, waits_for(_jobs))
        for task, waits_for in (blocked_by or {}).items()
    ]
    other = _jobs.alias('other')
    precedes = sa.or_(
        other.c.status == RUNNING,
        sa.and_(other.c.status == QUEUED, other.c.id < _jobs.c.id),
    )
    return (
        sa.select(*_COLUMNS)
        .where(
            _jobs.c.status == QUEUED,
            _jobs.c.task.in_(tasks),
            ~sa.exists().where(other.c.lock == _jobs.c.lock, precedes),
            *(~condition for condition in held_back),
        )
        .order_by(_jobs.c.id)
        .limit(1)
    )


def _held(job):
    """Return the conditions under which `job` is still its worker's."""
    return (
        _jobs.c.id == job.id,
        _jobs.c.status == RUNNING,
        _jobs.c.attempts == job.attempts,
    )


def _ended(status, **values):
    return {
        'status': status,
        'running_lock': None,
        'lease_expires_at': None,
    } | values


@transactions.writer
def extend(ctx, job, lease):
    """Give `job` another `lease` seconds; False when it was lost."""
    until = _now(ctx) + datetime.timedelta(seconds=lease)
    return bool(
        ctx.connection.execute(
            _jobs.update().where(*_held(job)).values(lease_expires_at=until)
        ).rowcount
    )


@transactions.writer
def finish(ctx, job):
    """Record that `job` succeeded; False when it was lost meanwhile."""
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_held(job))
            .values(**_ended(SUCCEEDED, finished_at=base.utcnow()))
        ).rowcount
    )


@transactions.writer
def fail(ctx, job, error, on_failure=None):
    """Record that `job` failed; False when it was lost meanwhile.

    `on_failure(ctx, error, **arguments)` joins the transaction, so that what
    the job was about ends together with the job.
    """
    failed = ctx.connection.execute(
        _jobs.update()
        .where(*_held(job))
        .values(**_ended(FAILED, finished_at=base.utcnow(), error=error))
    ).rowcount
    if failed and on_failure is not None:
        on_failure(ctx, error, **job.arguments)
    return bool(failed)


@transactions.writer
def release(ctx, job):
    """Put `job` back into the queue, as if this attempt had not been."""
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_held(job))
            .values(
                **_ended(QUEUED, worker=None, attempts=_jobs.c.attempts - 1)
            )
        ).rowcount
    )


@transactions.writer
def put_back(ctx, job):
    """Put `job` back into the queue; the attempt counts."""
    return bool(
        ctx.connection.execute(
            _jobs.update()
            .where(*_held(job))
            .values(**_ended(QUEUED, worker=None))
        ).rowcount
    )


def _abandoned(ctx, alive, dead_workers):
    """Return the condition of running jobs that nobody runs any more."""
    return sa.and_(
        _jobs.c.status == RUNNING,
        _jobs.c.id.not_in(alive),
        sa.or_(
            _jobs.c.lease_expires_at < _now(ctx),
            _jobs.c.worker.in_(dead_workers),
        ),
    )


@transactions.reader
def is_any_due(ctx, tasks, blocked_by=None):
    """Tell whether `claim` would find a job; takes no lock."""
    found = ctx.connection.execute(_next_due(tasks, blocked_by)).first()
    return found is not None


@transactions.reader
def abandoned(ctx, alive=(), dead_workers=()):
    """Return the running jobs whose lease ran out or whose worker is dead.

    Jobs whose ids are in `alive` are not: the asker runs them itself.
    """
    rows = ctx.connection.execute(
        sa.select(*_COLUMNS)
        .where(_abandoned(ctx, alive, dead_workers))
        .order_by(_jobs.c.id)
    )
    return [Job(**row._mapping) for row in rows]


@transactions.writer
def requeue(ctx, max_attempts, alive=(), dead_workers=()):
    """Queue abandoned jobs again that may be tried again; say how many."""
    return ctx.connection.execute(
        _jobs.update()
        .where(
            _abandoned(ctx, alive, dead_workers),
            _jobs.c.attempts < max_attempts,
        )
        .values(**_ended(QUEUED, worker=None))
    ).rowcount


@transactions.reader
def busy_workers(ctx):
    """Return the workers that running jobs name, each once."""
    return ctx.connection.scalars(
        sa.select(_jobs.c.worker).where(_jobs.c.status == RUNNING).distinct()
    ).all()


@transactions.writer
def forget_finished(ctx, seconds):
    """Delete the rows of jobs that ended more than `seconds` ago."""
    before = base.utcnow() - datetime.timedelta(seconds=seconds)
    return ctx.connection.execute(
        _jobs.delete().where(
            _jobs.c.status.in_((SUCCEEDED, FAILED)),
            _jobs.c.finished_at < before,
        )
    ).rowcount
