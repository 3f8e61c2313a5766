"""Inventories remember which language their filter is written in."""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'host_inventories',
        sa.Column(
            'host_filter_language',
            sa.String(8),
            nullable=False,
            server_default='awx',
        ),
    )
