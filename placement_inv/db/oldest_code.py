"""The oldest code that may serve the schema: a mark that the schema stores.

Code is as old as the last revision of the schema that it knows. A migration
that older code must not serve calls `store`; any other leaves the mark, and
processes of the release before go on during the upgrade.
"""

import sqlalchemy as sa

TABLE = 'schema_requirements'
#: The id of the only row.
_ID = 1

# Not that of `db.tables`: migrations of all releases use it.
_requirements = sa.table(
    TABLE, sa.column('id'), sa.column('oldest_revision', sa.String)
)
_SELECT = sa.select(_requirements.c.oldest_revision).where(
    _requirements.c.id == _ID
)


def store(connection, revision):
    """Let no code serve the schema that does not know a revision.

    A migration gives its own: `oldest_code.store(op.get_bind(), revision)`.
    """
    change = (
        _requirements.update()
        .where(_requirements.c.id == _ID)
        .values(oldest_revision=revision)
    )
    if not connection.execute(change).rowcount:
        connection.execute(
            _requirements.insert().values(id=_ID, oldest_revision=revision)
        )


def read(connection):
    """Return the oldest revision of code that may serve the schema.

    None for a schema that does not say it.
    """
    if not sa.inspect(connection).has_table(TABLE):
        return None
    return read_row(connection)


def read_row(connection):
    """Return the same of a schema that has the table, in one statement."""
    return connection.scalar(_SELECT)
