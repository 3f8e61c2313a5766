"""The table about the schema itself."""

import sqlalchemy as sa

from placement_inv.db.tables.base import table

# One row; see `placement_inv.db.oldest_code`.
schema_requirements = table(
    'schema_requirements',
    sa.Column('id', sa.Integer, primary_key=True, autoincrement=False),
    # The oldest revision of the schema that code must know to serve this one.
    sa.Column('oldest_revision', sa.String(32), nullable=False),
)
