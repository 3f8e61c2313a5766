"""Deletions of inventories count the attempts that failed."""

from alembic import op
import sqlalchemy as sa

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'host_inventories',
        sa.Column(
            'deletion_failures',
            sa.Integer(),
            nullable=False,
            server_default='0',
        ),
    )
