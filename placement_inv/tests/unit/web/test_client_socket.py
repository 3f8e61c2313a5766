"""The check of a client's socket reads no data from it."""

import socket

import testtools

from placement_inv.web import client_socket


class TestIsClosed(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.client, self.ours = socket.socketpair()
        self.addCleanup(self.client.close)
        self.addCleanup(self.ours.close)

    def test_a_waiting_client_has_not_left(self):
        self.assertFalse(client_socket.is_closed(self.ours))

    def test_data_stays_in_the_socket(self):
        self.client.sendall(b'next')
        self.assertFalse(client_socket.is_closed(self.ours))
        self.assertEqual(b'next', self.ours.recv(10))

    def test_a_client_that_closed_has_left(self):
        self.client.close()
        self.assertTrue(client_socket.is_closed(self.ours))

    def test_a_closed_socket_counts_as_left(self):
        self.ours.close()
        self.assertTrue(client_socket.is_closed(self.ours))
