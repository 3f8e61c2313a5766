"""Indexes find the next job of a task and of a lock."""

from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    op.create_index('ix_jobs_status_task', 'jobs', ['status', 'task', 'id'])
    op.create_index('ix_jobs_status_lock', 'jobs', ['status', 'lock', 'id'])
    op.drop_index('ix_jobs_status', 'jobs')
    op.drop_index('ix_jobs_lock', 'jobs')
