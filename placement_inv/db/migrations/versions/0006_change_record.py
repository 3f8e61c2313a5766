"""The change record and its feed."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)
BigId = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
TABLE_ARGS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}

_NAME = 'host_inventory_changes'


def upgrade():
    op.create_table(
        _NAME,
        sa.Column('id', BigId, nullable=False),
        sa.Column('batch', BigId, nullable=True),
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('actor', sa.String(length=255), nullable=False),
        sa.Column('actor_id', sa.Integer(), nullable=True),
        sa.Column('request_id', sa.String(length=64), nullable=False),
        sa.Column('operation', sa.String(length=16), nullable=False),
        sa.Column('object_type', sa.String(length=32), nullable=False),
        sa.Column('object_id', sa.Integer(), nullable=True),
        sa.Column('object_name', sa.String(length=512), nullable=False),
        sa.Column('host_inventory_id', sa.Integer(), nullable=True),
        sa.Column('other_type', sa.String(length=32), nullable=False),
        sa.Column('other_id', sa.Integer(), nullable=True),
        sa.Column('other_name', sa.String(length=512), nullable=False),
        sa.Column('association', sa.String(length=32), nullable=False),
        sa.Column('changes', Json, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{_NAME}')),
        **TABLE_ARGS,
    )
    for name, columns in (
        ('batch', ['batch', 'id']),
        ('object', ['object_id', 'object_type']),
        ('other', ['other_id', 'other_type']),
        ('inventory', ['host_inventory_id', 'id']),
    ):
        op.create_index(f'ix_{_NAME}_{name}', _NAME, columns, unique=False)
    op.create_table(
        'host_inventory_change_feeds',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('batch', BigId, nullable=False),
        sa.Column('pruned_batch', BigId, nullable=False),
        sa.Column('pruned_id', BigId, nullable=False),
        sa.PrimaryKeyConstraint(
            'id', name=op.f('pk_host_inventory_change_feeds')
        ),
        **TABLE_ARGS,
    )
