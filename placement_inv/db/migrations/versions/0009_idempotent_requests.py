"""Answers to requests that may come again."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)
TABLE_ARGS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}


def upgrade():
    op.create_table(
        'idempotent_requests',
        sa.Column('actor', sa.String(length=255), nullable=False),
        sa.Column('key', sa.String(length=255), nullable=False),
        sa.Column('digest', sa.String(length=32), nullable=False),
        sa.Column('answer', Json, nullable=True),
        sa.Column('created_at', DateTime, nullable=False),
        sa.PrimaryKeyConstraint(
            'actor', 'key', name=op.f('pk_idempotent_requests')
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        'ix_idempotent_requests_created_at',
        'idempotent_requests',
        ['created_at'],
        unique=False,
    )
