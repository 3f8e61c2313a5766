"""What variables say, as documents that filters look into."""

import json
import math
import re

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
import yaml

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)
_UNSTORABLE = re.compile('[\0\ud800-\udfff]')
_MAX_DEPTH = 30
# What PyYAML raises for a scalar that its tag cannot hold, too.
_UNREADABLE = (
    yaml.YAMLError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
    TypeError,
    ValueError,
)
_BATCH = 500


def upgrade():
    for name in ('host_inventories', 'hosts', 'host_groups'):
        op.add_column(name, sa.Column('variables_data', Json, nullable=True))
        table = sa.table(
            name,
            sa.column('id', sa.Integer),
            sa.column('variables', sa.Text),
            sa.column('variables_data', Json),
        )
        _fill(op.get_bind(), table)


def _fill(connection, table):
    last = 0
    while True:
        found = connection.execute(
            sa.select(table.c.id, table.c.variables)
            .where(table.c.id > last)
            .order_by(table.c.id)
            .limit(_BATCH)
        ).all()
        if not found:
            return
        last = found[-1].id
        documents = [
            {'of_row': row.id, 'document': document}
            for row in found
            if (document := _document(row.variables)) is not None
        ]
        if documents:
            connection.execute(
                table.update()
                .where(table.c.id == sa.bindparam('of_row'))
                .values(variables_data=sa.bindparam('document', type_=Json)),
                documents,
            )


def _document(text):
    """Return what a text says; the service kept no text that harms."""
    try:
        said = json.loads(text)
    except ValueError:
        try:
            said = json.loads(json.dumps(yaml.safe_load(text)))
        except _UNREADABLE:
            return None
    return (_storable(said, 0) if isinstance(said, dict) else None) or None


def _storable(value, depth):
    if isinstance(value, str):
        return _UNSTORABLE.sub('\ufffd', value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if not isinstance(value, dict | list):
        return value
    if depth == _MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_storable(each, depth + 1) for each in value]
    return {
        _storable(name, depth): _storable(each, depth + 1)
        for name, each in value.items()
    }
