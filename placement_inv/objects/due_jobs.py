"""Finds queued jobs that may run now, whatever else is queued.

A job waits for the jobs of its lock that run or that were queued before, and
for the condition of its task, if it has one.

PERF: the number of rows that a search reads does not grow with the number of
jobs that are queued at one lock. It looks at the first jobs of a task. If
those all wait, it looks at the first job of each lock, and at jobs without a
lock. Conditions on other rows are scalar subqueries, each of which reads
one entry of an index: the planner cannot turn them into joins with all rows.
"""

import sqlalchemy as sa

from placement_inv.db import dialects
from placement_inv.db import tables

QUEUED = 'queued'

#: The jobs of a task that are looked at before its locks are.
_FIRST = 64
#: The jobs that one statement looks at by their ids.
_BATCH = 500
#: No id is larger.
_LARGEST_ID = 2**31 - 1

_jobs = tables.jobs.jobs


def find(connection, columns, task, is_blocked=None, for_update=False):
    """Return columns of the first due job of a task; None without one.

    `is_blocked` is the condition under which jobs of the task have to wait.
    With `for_update` the row is locked, and rows that others locked are
    skipped.
    """
    select = sa.select(*columns).where(
        _jobs.c.status == QUEUED, _jobs.c.task == task, _is_lock_free()
    )
    if is_blocked is not None:
        select = select.where(~is_blocked)
    select = select.order_by(_jobs.c.id).limit(1)
    if for_update:
        select = select.with_for_update(skip_locked=True, of=_jobs)
    for condition in _conditions(connection, task):
        row = connection.execute(select.where(condition)).one_or_none()
        if row is not None:
            return row
    return None


def _conditions(connection, task):
    """Yield conditions on the jobs to look at, until there are no more."""
    yield _jobs.c.id.between(
        _select_queued(task, 0).scalar_subquery(),
        sa.func.coalesce(
            _select_queued(task, _FIRST - 1).scalar_subquery(), _LARGEST_ID
        ),
    )
    if connection.scalar(_select_queued(task, _FIRST)) is None:
        return
    ids = _find_first_ids(connection)
    for start in range(0, len(ids), _BATCH):
        yield _jobs.c.id.in_(ids[start : start + _BATCH])


def _find_first_ids(connection):
    """Return the first id of each lock, and the ids of jobs without one."""
    first_of_locks = dialects.select_first_ids(
        connection, _jobs, {'status': QUEUED}, _jobs.c.lock
    )
    without_lock = sa.select(_jobs.c.id).where(
        _jobs.c.status == QUEUED, _jobs.c.lock.is_(None)
    )
    return sorted(
        (
            *connection.scalars(first_of_locks),
            *connection.scalars(without_lock),
        )
    )


def _select_queued(task, number):
    """Return a select of the id of one queued job of a task, by its place."""
    queued = _jobs.alias('queued')
    return (
        sa.select(queued.c.id)
        .where(queued.c.status == QUEUED, queued.c.task == task)
        .order_by(queued.c.id)
        .limit(1)
        .offset(number)
    )


def _is_lock_free():
    """Return the condition that a job waits for no other job of its lock."""
    running, first = _jobs.alias('running'), _jobs.alias('first')
    running_id = (
        sa.select(running.c.id)
        .where(running.c.running_lock == _jobs.c.lock)
        .limit(1)
        .correlate(_jobs)
    )
    first_id = (
        sa.select(first.c.id)
        .where(first.c.status == QUEUED, first.c.lock == _jobs.c.lock)
        .order_by(first.c.id)
        .limit(1)
        .correlate(_jobs)
    )
    return sa.or_(
        _jobs.c.lock.is_(None),
        sa.and_(
            running_id.scalar_subquery().is_(None),
            first_id.scalar_subquery() == _jobs.c.id,
        ),
    )
