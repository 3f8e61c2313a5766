"""The schema says which code may serve it."""

from alembic import op
import sqlalchemy as sa

from placement_inv.db import oldest_code

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
_OPTIONS = {
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
        'schema_requirements',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('oldest_revision', sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_schema_requirements')),
        **_OPTIONS,
    )
    oldest_code.store(op.get_bind(), revision)
