"""Columns and options that all tables share."""

import datetime
import unittest

import sqlalchemy as sa
from sqlalchemy.dialects import mysql
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from placement_inv.db.tables import base


class TestTable(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.table = base.table(
            'rows_of_a_test',
            sa.Column('id', sa.Integer, primary_key=True),
            sa.Column('facts', base.Json),
            sa.Column('notes', base.LongText),
            base.flag('is_on', True),
            base.flag('is_off', False),
            *base.timestamps(),
        )
        self.addCleanup(base.metadata.remove, self.table)

    def _ddl(self, dialect):
        return str(CreateTable(self.table).compile(dialect=dialect))

    def test_mysql_and_mariadb_compare_texts_by_their_bytes(self):
        for name in ('mysql', 'mariadb'):
            dialect = sa.make_url(f'{name}+pymysql://').get_dialect()()
            self.assertIn('COLLATE utf8mb4_bin', self._ddl(dialect), name)
            self.assertIn('ENGINE=InnoDB', self._ddl(dialect), name)

    def test_sqlite_never_reuses_an_id(self):
        self.assertIn('AUTOINCREMENT', self._ddl(sqlite.dialect()))

    def test_types_are_wide_enough_on_every_database(self):
        ddl = self._ddl(mysql.dialect())
        self.assertIn('created_at DATETIME(6) NOT NULL', ddl)
        self.assertIn('notes LONGTEXT', ddl)
        self.assertIn('facts JSONB', self._ddl(postgresql.dialect()))

    def test_flags_have_a_default_for_rows_that_exist(self):
        ddl = self._ddl(postgresql.dialect())
        self.assertIn('is_on BOOLEAN DEFAULT true NOT NULL', ddl)
        self.assertIn('is_off BOOLEAN DEFAULT false NOT NULL', ddl)

    def test_an_update_sets_only_the_time_of_the_update(self):
        update = str(self.table.update().values(notes='x'))
        self.assertIn('updated_at', update)
        self.assertNotIn('created_at', update)


class TestUtcnow(unittest.TestCase):
    def test_it_is_naive_utc(self):
        start = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
        now = base.utcnow()
        self.assertIsNone(now.tzinfo)
        self.assertLess(abs(now - start), datetime.timedelta(hours=1))
