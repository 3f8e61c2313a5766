import socket
import unittest
from unittest import mock

from placement_inv.db import pings


class Connection:
    """The parts of a driver's connection that `Ping` uses."""

    closed = False

    def __init__(self):
        self.ours, self.servers = socket.socketpair()

    def fileno(self):
        return self.ours.fileno()

    def close(self):
        self.ours.close()
        self.servers.close()


class TestPing(unittest.TestCase):
    def setUp(self):
        self.connection = Connection()
        self.addCleanup(self.connection.close)
        self.pings = []
        self.ping = pings.Ping(self._do_ping)
        self.clock = mock.patch.object(pings.time, 'monotonic').start()
        self.addCleanup(mock.patch.stopall)
        self.clock.return_value = 100

    def _do_ping(self, connection):
        self.pings.append(connection)
        return not connection.closed

    def test_a_new_connection_is_pinged(self):
        self.assertTrue(self.ping(self.connection))
        self.assertEqual([self.connection], self.pings)

    def test_a_connection_that_just_answered_is_not_pinged(self):
        self.ping(self.connection)
        self.clock.return_value += 1
        self.assertTrue(self.ping(self.connection))
        self.assertEqual(1, len(self.pings))

    def test_a_connection_that_is_silent_for_long_is_pinged(self):
        self.ping(self.connection)
        self.clock.return_value += 60
        self.ping(self.connection)
        self.assertEqual(2, len(self.pings))

    def test_a_connection_that_the_server_has_ended_is_pinged(self):
        self.ping(self.connection)
        self.connection.servers.close()
        self.ping(self.connection)
        self.assertEqual(2, len(self.pings))

    def test_a_closed_connection_is_pinged(self):
        self.ping(self.connection)
        self.connection.closed = True
        self.assertFalse(self.ping(self.connection))

    def test_connections_without_other_references_are_freed(self):
        connection = Connection()
        self.ping(connection)
        connection.close()
        self.pings.clear()
        del connection
        self.assertEqual(0, len(self.ping._ping_times))
