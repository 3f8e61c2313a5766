"""Alembic's environment: runs migrations on the connection in the config."""

from alembic import context

from placement_inv.db import tables


def _run(connection):
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        # SQLite alters a table by copying it.
        render_as_batch=connection.dialect.name == 'sqlite',
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes['connection'])
