"""Runs alembic's migrations from Python, and compares schema revisions."""

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

_MIGRATIONS = pathlib.Path(__file__).parent / 'migrations'


def _config(connection=None):
    config = alembic.config.Config()
    config.set_main_option('script_location', str(_MIGRATIONS))
    config.attributes['connection'] = connection
    return config


def upgrade(engine, revision=None):
    """Upgrade the schema of `engine`'s database to `revision`, or the head.

    Several processes may call this at once, at every start: each waits for
    the one before. A schema that is up to date is not changed.
    """
    revision = revision or head()
    with (
        limited_connections.unlimited(engine),
        engines.about_to_write(),
        engine.begin() as connection,
        dialects.named_lock(connection, 'placement_inv_migration'),
    ):
        if current(connection) != revision:
            alembic.command.upgrade(_config(connection), revision)
        collation.make_exact(connection)


def current(connection):
    """Return the revision of the database, None for an empty one."""
    context = alembic.migration.MigrationContext.configure(connection)
    return context.get_current_revision()


def head():
    """Return the revision that this code expects."""
    script = alembic.script.ScriptDirectory.from_config(_config())
    return script.get_current_head()


def is_known(revision):
    """Tell whether a revision is one that this code can migrate or serve."""
    script = alembic.script.ScriptDirectory.from_config(_config())
    return revision in {known.revision for known in script.walk_revisions()}


def require(engine):
    """Raise SchemaBehind if the schema is older than this code needs.

    A newer schema is accepted: during an upgrade, the next release has already
    migrated the database.
    """
    with engine.connect() as connection:
        revision = current(connection)
    script = alembic.script.ScriptDirectory.from_config(_config())
    older_revisions = {
        None,
        *(newer.down_revision for newer in script.walk_revisions()),
    }
    if revision in older_revisions:
        raise exceptions.SchemaBehind(
            current=revision or 'none', expected=script.get_current_head()
        )
