"""In uWSGI, a request can find out whether its client has left."""

import socket

import testtools

from placement_inv.web import request
from placement_inv.web import uwsgi_clients


class TestClients(testtools.TestCase):
    def test_the_socket_of_the_request_is_checked_and_stays_open(self):
        client, ours = socket.socketpair()
        self.addCleanup(client.close)
        self.addCleanup(ours.close)
        functions = []

        def application(environ, _start_response):
            functions.append(environ[request.CLIENT_HAS_LEFT_KEY])
            return [b'answer']

        clients = uwsgi_clients.Clients(application, ours.fileno)
        self.assertEqual([b'answer'], clients({}, None))
        (has_left,) = functions
        self.assertFalse(has_left())
        client.sendall(b'next')
        self.assertFalse(has_left())
        self.assertEqual(b'next', ours.recv(10))
        client.close()
        self.assertTrue(has_left())
