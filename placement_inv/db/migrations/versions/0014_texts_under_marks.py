"""What filters look into has the texts that Ansible's marks stand around.

The texts of variables stay as they are written.
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

# Written out here and not imported: a migration never changes.
Json = sa.JSON(none_as_null=True).with_variant(
    postgresql.JSONB(none_as_null=True), 'postgresql'
)
_MARK = '__ansible_unsafe'
_RESERVED = '__ansible_'
_BATCH = 500


def upgrade():
    for name in ('host_inventories', 'hosts', 'host_groups'):
        _rewrite(op.get_bind(), name, 'id', 'variables_data', _of_variables)
    _rewrite(op.get_bind(), 'host_facts', 'host_id', 'facts', _of_facts)


def _rewrite(connection, name, key, column, change):
    """Change the documents of a table that hold a name of Ansible's."""
    table = sa.table(name, sa.column(key, sa.Integer), sa.column(column, Json))
    key, column = table.c[key], table.c[column]
    text = sa.cast(column, sa.Text)
    last = 0
    while True:
        found = connection.execute(
            sa.select(key, column)
            .where(key > last, text.contains(_RESERVED, autoescape=True))
            .order_by(key)
            .limit(_BATCH)
        ).all()
        if not found:
            return
        last = found[-1][0]
        connection.execute(
            table.update()
            .where(key == sa.bindparam('of_row'))
            .values({column.name: sa.bindparam('document', type_=Json)}),
            [
                {'of_row': row_id, 'document': change(document)}
                for row_id, document in found
            ],
        )


def _of_variables(document):
    if not isinstance(document, dict):
        return document
    return {name: _bare(value) for name, value in document.items()}


def _of_facts(document):
    """Return facts without marks, and without what only Ansible may say."""
    return _facts_only(_of_variables(document))


def _bare(value):
    while isinstance(value, dict) and _MARK in value:
        value = value[_MARK]
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items()}
    return value


def _facts_only(value):
    if isinstance(value, list):
        return [_facts_only(each) for each in value]
    if isinstance(value, dict):
        return {
            name: _facts_only(each)
            for name, each in value.items()
            if not name.startswith(_RESERVED)
        }
    return value
