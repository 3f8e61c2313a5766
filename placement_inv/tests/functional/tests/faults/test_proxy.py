import random
import socket
import threading
import unittest

from placement_inv.tests.faults.proxy import Proxy

_SECONDS = 30


class TestProxy(unittest.TestCase):
    """A proxy before a server that sends back what it receives."""

    def setUp(self):
        listener = socket.create_server(('127.0.0.1', 0))
        self.addCleanup(listener.close)
        threading.Thread(
            target=self._serve, args=(listener,), daemon=True
        ).start()
        self.proxy = self.enterContext(Proxy(listener.getsockname()[1]))
        self.client = self.enterContext(
            socket.create_connection(
                ('127.0.0.1', self.proxy.port), timeout=_SECONDS
            )
        )

    @staticmethod
    def _serve(listener):
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        with connection:
            try:
                while data := connection.recv(100):
                    connection.sendall(data)
            except OSError:
                return

    def _exchange(self, data):
        self.client.sendall(data)
        return self.client.recv(100)

    def test_it_forwards(self):
        self.assertEqual(b'one', self._exchange(b'one'))
        self.assertEqual(1, self.proxy.count)

    def test_a_cut_connection_is_reset(self):
        self._exchange(b'one')
        self.assertEqual(1, self.proxy.cut(random.Random(0), fraction=1))
        self.assertEqual(0, self.proxy.count)
        try:
            data = self._exchange(b'two')
        except OSError:
            data = b''
        self.assertEqual(b'', data)

    def test_a_frozen_connection_goes_on_later(self):
        self._exchange(b'one')
        self.proxy.freeze()
        self.client.settimeout(0.3)
        with self.assertRaises(TimeoutError):
            self._exchange(b'two')
        self.client.settimeout(_SECONDS)
        self.proxy.thaw()
        self.assertEqual(b'two', self.client.recv(100))
