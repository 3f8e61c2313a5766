"""A PostgreSQL that is stopped, and connections that give it up."""

import psycopg
import testtools

from placement_inv.tests.functional.db import frozen_server


class TestFrozenPostgreSQL(frozen_server.FrozenServerTest, testtools.TestCase):
    backend = 'postgresql'

    def test_a_connection_given_up_takes_no_late_answer(self):
        engine = self.services.database.engine
        with engine.connect() as connection:
            driver_connection = connection.connection.driver_connection
            self.assertEqual(3, driver_connection.seconds_to_answer)
            with driver_connection.answering_soon():
                self.assertEqual(3, driver_connection.seconds_to_answer)
            with self.freeze():
                self.assertRaises(
                    psycopg.OperationalError,
                    driver_connection.execute,
                    'SELECT 1',
                )
                self.assertTrue(driver_connection.closed)
