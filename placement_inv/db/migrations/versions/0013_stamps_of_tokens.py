"""Access tokens tell with which password they were made."""

from alembic import op
import sqlalchemy as sa

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'access_tokens', sa.Column('stamp', sa.String(64), nullable=True)
    )
