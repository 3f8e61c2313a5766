import socket
import unittest
from unittest import mock

from placement_inv.db import pings


class Connection:
    """As much of a driver's connection as is looked at."""

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
        self.asked = []
        self.ping = pings.Ping(self._ask)
        self.clock = mock.patch.object(pings.time, 'monotonic').start()
        self.addCleanup(mock.patch.stopall)
        self.clock.return_value = 100

    def _ask(self, connection):
        self.asked.append(connection)
        return not connection.closed

    def test_a_new_connection_is_asked(self):
        self.assertTrue(self.ping(self.connection))
        self.assertEqual([self.connection], self.asked)

    def test_one_that_answered_a_moment_ago_is_not_asked_again(self):
        self.ping(self.connection)
        self.clock.return_value += 1
        self.assertTrue(self.ping(self.connection))
        self.assertEqual(1, len(self.asked))

    def test_one_that_was_silent_for_long_is_asked(self):
        self.ping(self.connection)
        self.clock.return_value += 60
        self.ping(self.connection)
        self.assertEqual(2, len(self.asked))

    def test_one_that_the_server_has_ended_is_asked(self):
        self.ping(self.connection)
        self.connection.servers.close()
        self.ping(self.connection)
        self.assertEqual(2, len(self.asked))

    def test_one_that_is_closed_is_asked(self):
        self.ping(self.connection)
        self.connection.closed = True
        self.assertFalse(self.ping(self.connection))

    def test_connections_that_are_gone_are_forgotten(self):
        gone = Connection()
        self.ping(gone)
        gone.close()
        self.asked.clear()
        del gone
        self.assertEqual(0, len(self.ping._asked))
