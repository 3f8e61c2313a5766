"""The addresses on which the server listens, or refuses to."""

import socket
import unittest
import urllib.parse

from placement_inv.cmd import listening
from placement_inv.cmd.failure import Failure


class TestListening(unittest.TestCase):
    def _open(self, host='127.0.0.1', port=0, loopback_only=True):
        listener = listening.open_socket(
            host, port, loopback_only=loopback_only
        )
        self.addCleanup(listener.close)
        return listener

    def test_port_0_is_a_free_port(self):
        listener = self._open()
        url = urllib.parse.urlsplit(listening.url(listener))
        self.assertEqual('127.0.0.1', url.hostname)
        with socket.create_connection((url.hostname, url.port)):
            pass

    def test_names_of_the_loopback_interface_are_accepted(self):
        self.assertRegex(
            listening.url(self._open('localhost')), r'^http://127\.0\.0\.1:'
        )

    def test_other_addresses_need_authentication(self):
        with self.assertRaisesRegex(Failure, 'noauth2') as caught:
            self._open('0.0.0.0')
        self.assertEqual(2, caught.exception.status)
        listener = self._open('0.0.0.0', loopback_only=False)
        self.assertRegex(listening.url(listener), r'^http://127\.0\.0\.1:')

    def test_an_ipv6_address_is_in_brackets(self):
        try:
            listener = self._open('::1')
        except Failure as failure:
            self.skipTest(str(failure))
        self.assertRegex(listening.url(listener), r'^http://\[::1\]:\d+$')

    def test_a_port_in_use(self):
        port = self._open().getsockname()[1]
        with self.assertRaisesRegex(Failure, f'port {port}: .*in use') as e:
            self._open(port=port)
        self.assertEqual(1, e.exception.status)

    def test_a_host_that_is_not_ours(self):
        with self.assertRaisesRegex(Failure, 'no address of'):
            self._open('no such host.invalid')
        with self.assertRaisesRegex(Failure, 'cannot listen on 192.0.2.1'):
            self._open('192.0.2.1', loopback_only=False)
