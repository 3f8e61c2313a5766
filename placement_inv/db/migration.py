"""Runs alembic's migrations from Python, and compares schema revisions."""

import functools
import pathlib

import alembic.command
import alembic.config
import alembic.migration
import alembic.script

from placement_inv import exceptions
from placement_inv.db import collation
from placement_inv.db import dialects
from placement_inv.db import engines
from placement_inv.db import limited_connections
from placement_inv.db import oldest_code

_MIGRATIONS = pathlib.Path(__file__).parent / 'migrations'


def _config(connection=None):
    config = alembic.config.Config()
    config.set_main_option('script_location', str(_MIGRATIONS))
    config.attributes['connection'] = connection
    return config


def upgrade(engine, revision=None):
    """Upgrade the schema of `engine`'s database to `revision`, or the head.

    Returns the revision of the schema. Several processes may call this at
    once, at every start: each waits for the one before. A schema that is up to
    date is not changed, nor is that of a newer release, which may be at work
    at the same time. Raises SchemaAhead if that release allows no such code.
    """
    revision = revision or head()
    with (
        limited_connections.unlimited(engine),
        engines.about_to_write(),
        engine.connect() as connection,
        dialects.without_foreign_keys(connection),
        connection.begin(),
        dialects.named_lock(connection, 'placement_inv_migration'),
    ):
        revision_before = current(connection)
        if revision_before is not None and not is_known(revision_before):
            _require_consent(connection)
            return revision_before
        if revision_before != revision:
            alembic.command.upgrade(_config(connection), revision)
        collation.make_exact(connection)
        return revision


def current(connection):
    """Return the revision of the database, None for an empty one."""
    context = alembic.migration.MigrationContext.configure(connection)
    return context.get_current_revision()


def head():
    """Return the revision that this code expects."""
    return _list_revisions()[0]


def is_known(revision):
    """Tell whether a revision is one of this code's, or of an older one."""
    return revision in _list_revisions()


def require(engine):
    """Raise an error unless this code may serve the schema.

    It is SchemaBehind if the schema is older than this code needs, and
    SchemaAhead if a newer release has made it and does not allow older code.
    """
    with engine.connect() as connection:
        revision = current(connection)
        if revision == head():
            return
        if revision is not None and not is_known(revision):
            _require_consent(connection)
            return
    raise exceptions.SchemaBehind(current=revision or 'none', expected=head())


def create_error(connection, oldest):
    """Return the SchemaAhead of a schema that allows newer code only."""
    return exceptions.SchemaAhead(
        current=current(connection), oldest=oldest or 'unknown', own=head()
    )


def _require_consent(connection):
    """Raise SchemaAhead unless a newer schema allows this code."""
    oldest = oldest_code.read(connection)
    if oldest is None or not is_known(oldest):
        raise create_error(connection, oldest)


@functools.cache
def _list_revisions():
    """Return the revisions that this code knows, the newest one first."""
    script = alembic.script.ScriptDirectory.from_config(_config())
    return tuple(step.revision for step in script.walk_revisions())
