"""Jobs tell who asked for them, for the record of what they change."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)


def upgrade():
    op.add_column('jobs', sa.Column('origin', Json, nullable=True))
