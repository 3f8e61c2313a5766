"""Migrations that run at once, and migrations of data."""

from concurrent import futures
import contextlib
import datetime
import os

import sqlalchemy as sa
import testtools

from placement_inv import conf
from placement_inv import exceptions
from placement_inv.db import migration
from placement_inv.db import oldest_code
from placement_inv.db import tables
from placement_inv.db import transactions
from placement_inv.tests.fixtures import database
from placement_inv.tests.fixtures import newer_schema
from placement_inv.tests.functional import base

_Json = tables.host_inventory.host_facts.c.facts.type
_ROW = ('id', 'name', 'description', 'variables', 'created_at', 'updated_at')
# The tables of that revision: they do not have later columns.
_INVENTORIES = sa.table('host_inventories', *map(sa.column, _ROW))
_HOSTS = sa.table(
    'hosts',
    *map(sa.column, _ROW),
    sa.column('host_inventory_id'),
    sa.column('variables_data', _Json),
)
_FACTS = sa.table(
    'host_facts',
    sa.column('host_id'),
    sa.column('version'),
    sa.column('modified_at'),
    sa.column('facts', _Json),
)


class TestMigration(testtools.TestCase):
    def _check(self, backend):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database(backend, f'pi_{os.getpid()}_migrate')
            )
            settings = conf.load(config_files=[])
            settings.set_override('connection', url, 'placement_database')
            starters = [
                transactions.Database(settings.placement_database)
                for _ in range(4)
            ]
            for starter in starters:
                undo.callback(starter.dispose)
            with futures.ThreadPoolExecutor(len(starters)) as threads:
                engines = [starter.engine for starter in starters]
                list(threads.map(migration.upgrade, engines))
            names = set(sa.inspect(starters[0].engine).get_table_names())
            self.assertEqual(
                set(tables.metadata.tables) | {'alembic_version'}, names
            )

    def test_processes_that_start_at_once_migrate_once_sqlite(self):
        self._check('sqlite')

    def test_processes_that_start_at_once_migrate_once_postgresql(self):
        self._check('postgresql')

    def test_processes_that_start_at_once_migrate_once_mariadb(self):
        self._check('mariadb')

    def test_a_schema_that_is_behind_is_refused(self):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database('sqlite', f'pi_{os.getpid()}_behind')
            )
            engine = sa.create_engine(url)
            undo.callback(engine.dispose)
            self._assert_behind(engine, 'none')
            migration.upgrade(engine, '0001')
            self._assert_behind(engine, '0001')
            self.assertEqual(migration.head(), migration.upgrade(engine))
            migration.require(engine)

    def _assert_behind(self, engine, revision):
        error = self.assertRaises(
            exceptions.SchemaBehind, migration.require, engine
        )
        self.assertIn(f'at revision {revision},', str(error))
        self.assertIn(f'needs {migration.head()}:', str(error))


@base.on_every_database
class TestNewerSchema:
    """A schema that is one revision ahead of this code."""

    backend: str
    __test__ = False

    def setUp(self):
        super().setUp()
        undo = contextlib.ExitStack()
        self.addCleanup(undo.close)
        url = undo.enter_context(
            database.empty_database(self.backend, f'pi_{os.getpid()}_newer')
        )
        self.engine = sa.create_engine(url)
        undo.callback(self.engine.dispose)
        migration.upgrade(self.engine)

    def _read_tables(self):
        return sorted(sa.inspect(self.engine).get_table_names())

    def test_the_mark_is_the_last_revision_that_older_code_must_not_serve(
        self,
    ):
        with self.engine.connect() as connection:
            oldest = oldest_code.read(connection)
        self.assertEqual('0018', oldest)
        self.assertTrue(migration.is_known(oldest))

    def test_it_is_served_and_left_alone_if_it_allows_this_code(self):
        newer_schema.migrate(self.engine, migration.head())
        names = self._read_tables()
        migration.require(self.engine)
        self.assertEqual(newer_schema.REVISION, migration.upgrade(self.engine))
        self.assertEqual(names, self._read_tables())
        with self.engine.connect() as connection:
            self.assertEqual(
                newer_schema.REVISION, migration.current(connection)
            )

    def test_it_is_refused_if_it_asks_for_newer_code(self):
        newer_schema.migrate(self.engine, newer_schema.REVISION)
        for use in (migration.require, migration.upgrade):
            error = self.assertRaises(exceptions.SchemaAhead, use, self.engine)
            self.assertIn('at revision 9999, which only', str(error))
            self.assertIn('knows revision 9999 may', str(error))
            self.assertIn(f'knows {migration.head()}: upgrade', str(error))

    def test_it_is_refused_if_it_says_nothing(self):
        newer_schema.migrate(self.engine, None)
        for use in (migration.require, migration.upgrade):
            error = self.assertRaises(exceptions.SchemaAhead, use, self.engine)
            self.assertIn('knows revision unknown may', str(error))


class TestTextsUnderMarks(testtools.TestCase):
    """Documents of former releases contain Ansible's marks of texts."""

    _BEFORE = '0013'

    def _check(self, backend):
        with contextlib.ExitStack() as undo:
            url = undo.enter_context(
                database.empty_database(backend, f'pi_{os.getpid()}_marks')
            )
            engine = sa.create_engine(url)
            undo.callback(engine.dispose)
            migration.upgrade(engine, self._BEFORE)
            self._fill(engine)
            migration.upgrade(engine)
            with engine.begin() as connection:
                hosts = connection.execute(
                    sa.select(
                        _HOSTS.c.variables, _HOSTS.c.variables_data
                    ).order_by(_HOSTS.c.id)
                ).all()
                facts = (
                    connection.execute(
                        sa.select(_FACTS.c.facts).order_by(_FACTS.c.host_id)
                    )
                    .scalars()
                    .all()
                )
        self.assertEqual(
            [
                (_text(1), {'a': '{{ x }}', 'b': [{'c': 'é'}]}),
                (_text(2), {'a': 2}),
                (_text(3), None),
            ],
            [tuple(row) for row in hosts],
        )
        self.assertEqual(
            [{'a': 'x', 'b': {'d': 1}}, {'plain': [1, '__ansible']}], facts
        )

    def _fill(self, engine):
        now = datetime.datetime(2026, 1, 1)
        values = {'description': '', 'created_at': now, 'updated_at': now}
        with engine.begin() as connection:
            connection.execute(
                _INVENTORIES.insert().values(
                    id=1, name='i', variables='', **values
                )
            )
            for number, document in (
                (
                    1,
                    {
                        'a': {'__ansible_unsafe': '{{ x }}'},
                        'b': [{'c': {'__ansible_unsafe': 'é', 'more': 1}}],
                    },
                ),
                (2, {'a': 2}),
                (3, None),
            ):
                connection.execute(
                    _HOSTS.insert().values(
                        id=number,
                        host_inventory_id=1,
                        name=f'h{number}',
                        variables=_text(number),
                        variables_data=document,
                        **values,
                    )
                )
            for number, document in (
                (
                    1,
                    {
                        'a': {'__ansible_unsafe': {'__ansible_unsafe': 'x'}},
                        'b': {'__ansible_type': 'T', 'd': 1},
                        '__ansible_vault': 'x',
                    },
                ),
                (2, {'plain': [1, '__ansible']}),
            ):
                connection.execute(
                    _FACTS.insert().values(
                        host_id=number,
                        facts=document,
                        version=1,
                        modified_at=now,
                    )
                )

    def test_sqlite(self):
        self._check('sqlite')

    def test_postgresql(self):
        self._check('postgresql')

    def test_mariadb(self):
        self._check('mariadb')


def _text(number):
    return f'n: {number} # {{__ansible_unsafe: stays}}'
