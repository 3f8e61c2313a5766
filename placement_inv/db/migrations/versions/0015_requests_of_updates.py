"""Queued updates store when a launch last joined them."""

from alembic import op
import sqlalchemy as sa

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'inventory_updates',
        sa.Column('requested_after_id', sa.Integer, nullable=True),
    )
