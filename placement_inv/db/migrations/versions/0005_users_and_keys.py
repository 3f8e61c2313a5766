"""Users, access tokens and sessions; rows name their authors."""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import mysql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
DateTime = sa.DateTime().with_variant(
    mysql.DATETIME(fsp=6), 'mysql', 'mariadb'
)
LongText = sa.Text().with_variant(mysql.LONGTEXT(), 'mysql', 'mariadb')

TABLE_ARGS = {
    'sqlite_autoincrement': True,
    'mysql_engine': 'InnoDB',
    'mysql_charset': 'utf8mb4',
    'mysql_collate': 'utf8mb4_bin',
    'mariadb_engine': 'InnoDB',
    'mariadb_charset': 'utf8mb4',
    'mariadb_collate': 'utf8mb4_bin',
}

AUTHORED = (
    'organizations',
    'host_inventories',
    'hosts',
    'host_groups',
    'inventory_sources',
    'inventory_updates',
)


def _timestamps():
    return (
        sa.Column('created_at', DateTime, nullable=False),
        sa.Column('updated_at', DateTime, nullable=False),
    )


def _key(name, *columns):
    """Create a table of keys that were given to users."""
    op.create_table(
        name,
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('user_id', sa.Integer, nullable=False),
        sa.Column('secret_hash', sa.String(64), nullable=False),
        *columns,
        sa.Column('expires_at', DateTime, nullable=False),
        *_timestamps(),
        sa.PrimaryKeyConstraint('id', name=f'pk_{name}'),
        sa.ForeignKeyConstraint(
            ['user_id'],
            ['api_users.id'],
            name=f'fk_{name}_user_id',
            ondelete='CASCADE',
        ),
        sa.UniqueConstraint('secret_hash', name=f'uq_{name}_secret_hash'),
        **TABLE_ARGS,
    )
    op.create_index(f'ix_{name}_user_id', name, ['user_id'])
    op.create_index(f'ix_{name}_expires_at', name, ['expires_at'])


def upgrade():
    op.create_table(
        'api_users',
        sa.Column('id', sa.Integer, nullable=False),
        sa.Column('external_id', sa.String(255), nullable=False),
        sa.Column('username', sa.String(255), nullable=False),
        *_timestamps(),
        sa.PrimaryKeyConstraint('id', name='pk_api_users'),
        sa.UniqueConstraint('external_id', name='uq_api_users_external_id'),
        **TABLE_ARGS,
    )
    op.create_index('ix_api_users_username', 'api_users', ['username'])
    _key(
        'access_tokens',
        sa.Column('description', LongText, nullable=False),
        sa.Column('scope', sa.String(16), nullable=False),
    )
    _key('sessions', sa.Column('stamp', sa.String(64), nullable=False))
    for table in AUTHORED:
        for column in ('created_by_id', 'modified_by_id'):
            op.add_column(table, sa.Column(column, sa.Integer, nullable=True))
