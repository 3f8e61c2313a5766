"""The inventories that constructed ones are made from."""

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

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
        'host_inventory_inputs',
        sa.Column('host_inventory_id', sa.Integer(), nullable=False),
        sa.Column('input_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['host_inventory_id'],
            ['host_inventories.id'],
            name=op.f('fk_host_inventory_inputs_host_inventory_id'),
            ondelete='CASCADE',
        ),
        sa.ForeignKeyConstraint(
            ['input_id'],
            ['host_inventories.id'],
            name=op.f('fk_host_inventory_inputs_input_id'),
            ondelete='CASCADE',
        ),
        sa.PrimaryKeyConstraint(
            'host_inventory_id',
            'input_id',
            name=op.f('pk_host_inventory_inputs'),
        ),
        **TABLE_ARGS,
    )
    op.create_index(
        op.f('ix_host_inventory_inputs_input_id'),
        'host_inventory_inputs',
        ['input_id'],
        unique=False,
    )
