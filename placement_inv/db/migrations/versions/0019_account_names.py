"""Accounts of this service have names of their own."""

from alembic import op
import sqlalchemy as sa

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'api_users', sa.Column('account_name', sa.String(255), nullable=True)
    )
    op.create_index(
        'ix_api_users_account_name', 'api_users', ['account_name'], unique=True
    )
