"""A MariaDB that is stopped, and connections that give it up."""

import testtools

from placement_inv.tests.functional.db import frozen_server


class TestFrozenMariaDB(frozen_server.FrozenServerTest, testtools.TestCase):
    backend = 'mariadb'

    def test_statements_have_the_usual_time_after_a_ping(self):
        with self.services.database.engine.connect() as connection:
            driver_connection = connection.connection.driver_connection
            driver_connection.ping()
            with driver_connection.cursor() as cursor:
                cursor.execute('SELECT 1')
            self.assertEqual(3, driver_connection._sock.gettimeout())
