import os
import tempfile
import unittest

import sqlalchemy as sa

from placement_inv import conf
from placement_inv.db import sqlite_pool
from placement_inv.db import transactions


class TestSQLitePool(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = os.path.join(directory.name, 'x.db')

    def _database(self, url):
        settings = conf.new()
        settings([], project=conf.PROJECT, default_config_files=[])
        settings.set_override('connection', url, 'placement_database')
        database = transactions.Database(settings.placement_database)
        self.addCleanup(database.dispose)
        return database

    def test_a_file_is_opened_once(self):
        database = self._database(f'sqlite:///{self.path}')
        connections = []
        for _ in range(2):
            with database.engine.connect() as connection:
                connections.append(connection.connection.driver_connection)
        self.assertIs(connections[0], connections[1])

    def test_dispose_closes_the_file(self):
        database = self._database(f'sqlite:///{self.path}')
        with database.engine.connect() as connection:
            driver_connection = connection.connection.driver_connection
        database.dispose()
        with self.assertRaisesRegex(Exception, 'closed'):
            driver_connection.execute('SELECT 1')

    def test_an_open_transaction_is_rolled_back(self):
        engine = self._database(f'sqlite:///{self.path}').engine
        with engine.connect() as connection:
            connection.exec_driver_sql('CREATE TABLE t (x INTEGER)')
            connection.exec_driver_sql('INSERT INTO t VALUES (1)')
        with engine.connect() as connection:
            self.assertEqual([], sa.inspect(connection).get_table_names())

    def test_no_transaction_waits_for_a_connection(self):
        engine = self._database(f'sqlite:///{self.path}').engine
        for _ in range(20):
            connection = engine.connect()
            self.addCleanup(connection.close)

    def test_a_database_in_memory_keeps_its_pool(self):
        database = self._database('sqlite://')
        self.assertIsInstance(database.engine.pool, sa.StaticPool)

    def test_the_url_of_the_engine_names_no_plugin(self):
        url = f'sqlite:///{self.path}?timeout=7'
        database = self._database(url)
        self.assertEqual(url, str(database.engine.url))

    def test_other_options_of_the_url_stay(self):
        url = sqlite_pool.add_plugin('sqlite:///x.db?plugin=other&timeout=7')
        query = sa.make_url(url).query
        self.assertEqual('7', query['timeout'])
        self.assertEqual('other', query['plugin'][0])
