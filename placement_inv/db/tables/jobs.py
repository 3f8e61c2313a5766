"""The table of background jobs, one row a job."""

import sqlalchemy as sa

from placement_inv.db.tables import base
from placement_inv.db.tables.base import table

jobs = table(
    'jobs',
    sa.Column('id', sa.Integer, primary_key=True),
    sa.Column('task', sa.String(64), nullable=False),
    # JSON arguments of the task, never live objects: any process may run it.
    sa.Column('arguments', base.Json, nullable=False),
    # The user and the request that enqueued the job; NULL in rows of releases
    # that did not store them.
    sa.Column('origin', base.Json, nullable=True),
    # Jobs with the same lock run one at a time, in order; a job whose lock is
    # NULL waits for no other job.
    sa.Column('lock', sa.String(255), nullable=True),
    # The lock while the job runs, else NULL: the database itself refuses a
    # second running job of one lock.
    sa.Column('running_lock', sa.String(255), nullable=True, unique=True),
    # queued, running, succeeded, failed
    sa.Column('status', sa.String(16), nullable=False),
    sa.Column('attempts', sa.Integer, nullable=False, default=0),
    sa.Column('worker', sa.String(255), nullable=True),
    sa.Column('queued_at', base.DateTime, nullable=False),
    sa.Column('started_at', base.DateTime, nullable=True),
    sa.Column('finished_at', base.DateTime, nullable=True),
    sa.Column('lease_expires_at', base.DateTime, nullable=True),
    sa.Column('error', base.LongText, nullable=True),
    # The next job of a task, and the next one of a lock.
    sa.Index('ix_jobs_status_task', 'status', 'task', 'id'),
    sa.Index('ix_jobs_status_lock', 'status', 'lock', 'id'),
)
