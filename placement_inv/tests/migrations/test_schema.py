"""All migrations together create the schema that the code declares."""

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
    """Yield an engine of the service for an empty database."""
    with database.empty_database(backend, f'pi_{os.getpid()}_{name}') as url:
        settings = conf.load(config_files=[])
        settings.set_override('connection', url, 'placement_database')
        new_database = transactions.Database(settings.placement_database)
        try:
            yield new_database.engine
        finally:
            new_database.dispose()


_POSTGRESQL_QUERIES = (
    'SELECT relname, reloptions FROM pg_class WHERE reloptions IS NOT NULL '
    'AND relnamespace = current_schema::regnamespace ORDER BY relname',
    'SELECT attrelid::regclass::text, attname, attcompression '
    "FROM pg_attribute WHERE attcompression <> '' ORDER BY 1, 2",
    'SELECT proname, prosrc, proconfig FROM pg_proc '
    'WHERE pronamespace = current_schema::regnamespace ORDER BY proname',
)


def _read_postgresql_settings(engine):
    """Return settings of tables, columns and functions of PostgreSQL."""
    if engine.dialect.name != 'postgresql':
        return []
    with engine.connect() as connection:
        return [
            row
            for text in _POSTGRESQL_QUERIES
            for row in connection.exec_driver_sql(text)
        ]


def _describe(engine):
    """Describe every table as the database itself sees it."""
    inspector = sa.inspect(engine)
    names = set(inspector.get_table_names()) - {'alembic_version'}
    return {name: _describe_table(inspector, name) for name in sorted(names)}


def _describe_table(inspector, name):
    def sort_rows(rows):
        return sorted(repr(sorted(row.items())) for row in rows)

    return {
        'columns': sort_rows(
            row | {'type': repr(row['type'])}
            for row in inspector.get_columns(name)
        ),
        'primary key': repr(inspector.get_pk_constraint(name)),
        'references': sort_rows(inspector.get_foreign_keys(name)),
        'unique': sort_rows(inspector.get_unique_constraints(name)),
        'checks': sort_rows(inspector.get_check_constraints(name)),
        'indexes': sort_rows(inspector.get_indexes(name)),
        'options': repr(sorted(inspector.get_table_options(name).items())),
    }


def _exists_on(dialect):
    """Return a filter that ignores indexes of PostgreSQL elsewhere."""

    def exists(item, _name, kind, _is_reflected, _compared_to):
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

    def test_alembic_finds_no_differences(self):
        migration.upgrade(self.engine)
        with self.engine.connect() as connection:
            context = alembic_migration.MigrationContext.configure(
                connection,
                opts={
                    'compare_type': True,
                    'include_object': _exists_on(self.engine.dialect.name),
                },
            )
            differences = autogenerate.compare_metadata(
                context, tables.metadata
            )
        self.assertEqual([], differences)

    def test_migrated_and_created_tables_are_equal(self):
        # Includes what alembic compares badly or not at all: defaults, checks,
        # collations, index methods, what a reference does on delete.
        migration.upgrade(self.engine)
        created_engine = self._undo.enter_context(
            _engine(self.backend, 'made')
        )
        tables.metadata.create_all(created_engine)
        with created_engine.begin() as connection:
            collation.make_exact(connection)
        expected, actual = _describe(created_engine), _describe(self.engine)
        self.assertEqual(set(tables.metadata.tables), set(expected))
        self.assertEqual(list(expected), list(actual))
        for name, table in expected.items():
            self.assertEqual(table, actual[name], name)

    def test_migrated_and_created_settings_of_postgresql_are_equal(self):
        # SQLAlchemy cannot read these, and only PostgreSQL has them.
        migration.upgrade(self.engine)
        created_engine = self._undo.enter_context(
            _engine(self.backend, 'made')
        )
        tables.metadata.create_all(created_engine)
        expected = _read_postgresql_settings(created_engine)
        self.assertEqual(
            self.engine.dialect.name == 'postgresql', bool(expected)
        )
        self.assertEqual(expected, _read_postgresql_settings(self.engine))

    def test_an_empty_database_has_no_revision_and_an_upgraded_the_last(self):
        with self.engine.connect() as connection:
            self.assertIsNone(migration.current(connection))
        migration.upgrade(self.engine)
        with self.engine.connect() as connection:
            self.assertEqual(migration.head(), migration.current(connection))

    def test_a_second_upgrade_changes_nothing(self):
        migration.upgrade(self.engine)
        before = _describe(self.engine)
        migration.upgrade(self.engine)
        self.assertEqual(before, _describe(self.engine))
