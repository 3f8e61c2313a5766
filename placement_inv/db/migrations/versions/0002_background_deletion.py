"""Inventories that are deleted in the background."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)
LongText = sa.Text().with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')


def upgrade():
    for column in (
        sa.Column(
            'pending_deletion',
            sa.Boolean(create_constraint=False),
            nullable=False,
            server_default=sa.false(),
        ),
        sa.Column('deletion_started_at', DateTime, nullable=True),
        sa.Column('deletion_error', LongText, nullable=True),
    ):
        op.add_column('host_inventories', column)
