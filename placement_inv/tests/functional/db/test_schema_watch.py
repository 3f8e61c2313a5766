"""A process notices that a newer release has closed the schema to it."""

from unittest import mock

from placement_inv import exceptions
from placement_inv.db import migration
from placement_inv.db import oldest_code
from placement_inv.db import schema_watch
from placement_inv.tests.functional import base


@base.on_every_database
class TestSchemaWatch(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        self.now = 0.0
        self.watch = schema_watch.SchemaWatch(self.database, lambda: self.now)

    def _store(self, revision):
        with self.database.engine.begin() as connection:
            oldest_code.store(connection, revision)

    def _wait(self):
        self.now += schema_watch.SECONDS

    def test_a_mark_that_rises_is_noticed_and_logged_once(self):
        self._store(migration.head())
        self._wait()
        self.watch.require()
        self._store('9999')
        self.watch.require()
        self._wait()
        with self.assertLogs(schema_watch.LOG, 'ERROR') as logs:
            for _ in range(2):
                error = self.assertRaises(
                    exceptions.SchemaAhead, self.watch.require
                )
                self._wait()
        self.assertEqual(1, len(logs.output))
        self.assertIn('revision 9999', str(error))
        self.assertIn(f'knows {migration.head()}:', str(error))

    def test_a_restored_database_is_served_again(self):
        self._store('9999')
        self._wait()
        self.assertRaises(exceptions.SchemaAhead, self.watch.require)
        self._store(migration.head())
        self._wait()
        with self.assertLogs(schema_watch.LOG, 'INFO'):
            self.watch.require()

    def test_it_is_one_statement_in_ten_seconds(self):
        with self.count_statements() as counter:
            for _ in range(3):
                self.watch.require()
        self.assertEqual([], counter.statements)
        self._wait()
        with self.count_statements() as counter:
            for _ in range(3):
                self.watch.require()
        self.assertEqual(1, len(counter.statements), counter)

    def test_an_outage_changes_nothing(self):
        outage = mock.patch.object(
            oldest_code,
            'read_row',
            side_effect=exceptions.DatabaseUnreachable(),
        )
        self._wait()
        with outage:
            self.watch.require()
        self._store('9999')
        self._wait()
        self.assertRaises(exceptions.SchemaAhead, self.watch.require)
        self._wait()
        with outage:
            self.assertRaises(exceptions.SchemaAhead, self.watch.require)

    def test_each_error_is_a_new_object(self):
        self._store('9999')
        self._wait()
        errors = {
            id(error)
            for error in [
                self.assertRaises(exceptions.SchemaAhead, self.watch.require)
                for _ in range(2)
            ]
        }
        self.assertEqual(2, len(errors))
