"""The sum of the migrations is the schema that the code declares."""

import contextlib
import os

from alembic import autogenerate
from alembic import migration as alembic_migration
import sqlalchemy as sa

from placement_inv import conf
from placement_inv.db import collation
from placement_inv.db import migration
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.tests.fixtures import database
from placement_inv.tests.functional import base


@contextlib.contextmanager
def _engine(backend, name):
    """Give an engine as the service makes it, of an empty database."""
    with database.empty_database(backend, f'pi_{os.getpid()}_{name}') as url:
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        opened = transactions.Database(settings.placement_database)
        try:
            yield opened.engine
        finally:
            opened.dispose()


_OF_POSTGRESQL = (
    'SELECT relname, reloptions FROM pg_class WHERE reloptions IS NOT NULL '
    'AND relnamespace = current_schema::regnamespace ORDER BY relname',
    'SELECT attrelid::regclass::text, attname, attcompression '
    "FROM pg_attribute WHERE attcompression <> '' ORDER BY 1, 2",
    'SELECT proname, prosrc, proconfig FROM pg_proc '
    'WHERE pronamespace = current_schema::regnamespace ORDER BY proname',
)


def _of_postgresql(engine):
    """Return what PostgreSQL was told that no other database understands."""
    if engine.dialect.name != 'postgresql':
        return []
    with engine.connect() as connection:
        return [
            row
            for text in _OF_POSTGRESQL
            for row in connection.exec_driver_sql(text)
        ]


def _described(engine):
    """Describe every table as the database itself sees it."""
    inspector = sa.inspect(engine)
    names = set(inspector.get_table_names()) - {'alembic_version'}
    return {name: _described_table(inspector, name) for name in sorted(names)}


def _described_table(inspector, name):
    def ordered(rows):
        return sorted(repr(sorted(row.items())) for row in rows)

    return {
        'columns': ordered(
            row | {'type': repr(row['type'])}
            for row in inspector.get_columns(name)
        ),
        'primary key': repr(inspector.get_pk_constraint(name)),
        'references': ordered(inspector.get_foreign_keys(name)),
        'unique': ordered(inspector.get_unique_constraints(name)),
        'checks': ordered(inspector.get_check_constraints(name)),
        'indexes': ordered(inspector.get_indexes(name)),
        'options': repr(sorted(inspector.get_table_options(name).items())),
    }


def _exists_on(dialect):
    """Leave out of a comparison the indexes that only PostgreSQL can have."""

    def exists(item, _name, kind, _reflected, _compared_to):
        if kind != 'index' or dialect == 'postgresql':
            return True
        return not item.dialect_options['postgresql']['using']

    return exists


@base.on_every_database
class TestSchema:
    backend: str
    __test__ = False
    maxDiff = None

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        self.engine = undo.enter_context(_engine(self.backend, 'migrated'))
        self._undo = undo

    def test_alembic_finds_nothing_left_to_migrate(self):
        migration.upgrade(self.engine)
        with self.engine.connect() as connection:
            context = alembic_migration.MigrationContext.configure(
                connection,
                opts={
                    'compare_type': True,
                    'include_object': _exists_on(self.engine.dialect.name),
                },
            )
            left = autogenerate.compare_metadata(context, tables.metadata)
        self.assertEqual([], left)

    def test_the_database_sees_the_tables_that_the_code_would_make(self):
        # Also what alembic does not compare, or not well: defaults, checks,
        # collations, index methods, what a reference does on delete.
        migration.upgrade(self.engine)
        made = self._undo.enter_context(_engine(self.backend, 'made'))
        tables.metadata.create_all(made)
        with made.begin() as connection:
            collation.make_exact(connection)
        expected, actual = _described(made), _described(self.engine)
        self.assertEqual(set(tables.metadata.tables), set(expected))
        self.assertEqual(list(expected), list(actual))
        for name, table in expected.items():
            self.assertEqual(table, actual[name], name)

    def test_how_rows_are_kept_and_functions_are_the_same(self):
        # SQLAlchemy looks at neither, and only PostgreSQL has them.
        migration.upgrade(self.engine)
        made = self._undo.enter_context(_engine(self.backend, 'made'))
        tables.metadata.create_all(made)
        expected = _of_postgresql(made)
        self.assertEqual(
            self.engine.dialect.name == 'postgresql', bool(expected)
        )
        self.assertEqual(expected, _of_postgresql(self.engine))

    def test_an_empty_database_has_no_revision_and_an_upgraded_the_last(self):
        with self.engine.connect() as connection:
            self.assertIsNone(migration.current(connection))
        migration.upgrade(self.engine)
        with self.engine.connect() as connection:
            self.assertEqual(migration.head(), migration.current(connection))

    def test_a_second_upgrade_changes_nothing(self):
        migration.upgrade(self.engine)
        before = _described(self.engine)
        migration.upgrade(self.engine)
        self.assertEqual(before, _described(self.engine))
