"""The schema stores which code may serve it."""

import sqlalchemy as sa
import testtools

from placement_inv.db import oldest_code
from placement_inv.db import tables
from placement_inv.tests.functional import base

_TABLE = tables.schema.schema_requirements


@base.on_every_database
class TestOldestCode(base.DatabaseTest):
    def test_a_schema_without_a_mark_says_nothing(self):
        with self.database.engine.connect() as connection:
            self.assertIsNone(oldest_code.read(connection))

    def test_the_last_mark_counts(self):
        for revision in ('0015', '0020'):
            with self.database.engine.begin() as connection:
                oldest_code.store(connection, revision)
            with self.database.engine.connect() as connection:
                self.assertEqual(revision, oldest_code.read(connection))
                self.assertEqual(revision, oldest_code.read_row(connection))
        self.assertEqual([(1, '0020')], self.rows(sa.select(_TABLE)))


class TestOtherSchema(testtools.TestCase):
    def test_a_schema_of_an_older_release_has_no_mark(self):
        engine = sa.create_engine('sqlite://')
        self.addCleanup(engine.dispose)
        with engine.connect() as connection:
            self.assertIsNone(oldest_code.read(connection))
