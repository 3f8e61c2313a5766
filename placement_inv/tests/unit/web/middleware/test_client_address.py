"""The client's address, with and without trusted proxies."""

import ipaddress
import unittest

from placement_inv.web.middleware import client_address

_PROXIES = tuple(
    map(ipaddress.ip_network, ('10.0.0.0/8', '2001:db8:ffff::/48'))
)


def _find_address(peer, proxies=_PROXIES, **headers):
    """Return the client's address, and the headers that remain."""
    inner_environ = {}
    environ = {'REMOTE_ADDR': peer} | {
        f'HTTP_{name.upper()}': text for name, text in headers.items()
    }
    client_address.ClientAddress(
        lambda environ, _start: inner_environ.update(environ), proxies
    )(environ, None)
    left_headers = {
        name: text
        for name, text in inner_environ.items()
        if name.startswith('HTTP_')
    }
    return client_address.find_address(inner_environ), left_headers


class TestClientAddress(unittest.TestCase):
    def test_the_peer_is_the_client_where_no_proxies_are_listed(self):
        address, left_headers = _find_address(
            '192.0.2.1', (), x_forwarded_for='192.0.2.9'
        )
        self.assertEqual('192.0.2.1', address)
        self.assertEqual({'HTTP_X_FORWARDED_FOR': '192.0.2.9'}, left_headers)

    def test_a_proxy_names_the_client(self):
        for peer, header, expected in (
            ('10.0.0.1', '192.0.2.1', '192.0.2.1'),
            ('::ffff:10.0.0.1', '192.0.2.1', '192.0.2.1'),
            ('2001:db8:ffff::1', '2001:db8::7', '2001:db8::7'),
            # The client itself wrote the first ones.
            ('10.0.0.1', '127.0.0.1, 192.0.2.1', '192.0.2.1'),
            # A chain of proxies.
            ('10.0.0.1', '1.2.3.4, 192.0.2.1,10.0.0.2', '192.0.2.1'),
            # A proxy's own request.
            ('10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'),
            # No proxy writes a text that is no address.
            ('10.0.0.1', '192.0.2.1, unknown', '10.0.0.1'),
            ('10.0.0.1', '192.0.2.1, unknown, 10.0.0.2', '10.0.0.2'),
            ('10.0.0.1', '', '10.0.0.1'),
            # Some proxies add the port.
            ('10.0.0.1', '192.0.2.1:50412', '192.0.2.1'),
            ('10.0.0.1', '[2001:db8::7]:50412', '2001:db8::7'),
            ('10.0.0.1', '[2001:db8::7]', '2001:db8::7'),
            ('10.0.0.1', '[::ffff:192.0.2.1]:1', '192.0.2.1'),
            ('10.0.0.1', '1.2.3.4, 192.0.2.1:1, 10.0.0.2:443', '192.0.2.1'),
            ('10.0.0.1', '2001:db8::7:443', '2001:db8::7:443'),
            # Malformed addresses.
            ('10.0.0.1', '192.0.2.1:', '10.0.0.1'),
            ('10.0.0.1', '192.0.2.1:x', '10.0.0.1'),
            ('10.0.0.1', '192.0.2.1:123456', '10.0.0.1'),
            ('10.0.0.1', '192.0.2.1:\u0661', '10.0.0.1'),
            ('10.0.0.1', '[192.0.2.1]:1', '10.0.0.1'),
            ('10.0.0.1', '[2001:db8::7]:', '10.0.0.1'),
            ('10.0.0.1', '[2001:db8::7', '10.0.0.1'),
            ('10.0.0.1', '"192.0.2.1"', '10.0.0.1'),
        ):
            address, left_headers = _find_address(peer, x_forwarded_for=header)
            self.assertEqual(expected, address, header)
            self.assertEqual({'HTTP_X_FORWARDED_FOR': expected}, left_headers)

    def test_a_proxy_without_the_header_is_the_client(self):
        self.assertEqual(('10.0.0.1', {}), _find_address('10.0.0.1'))

    def test_a_proxy_may_set_other_headers(self):
        _, left_headers = _find_address('10.0.0.1', x_forwarded_proto='https')
        self.assertEqual({'HTTP_X_FORWARDED_PROTO': 'https'}, left_headers)

    def test_headers_of_other_clients_are_removed(self):
        for peer in ('192.0.2.1', '', None):
            address, left_headers = _find_address(
                peer,
                accept='*/*',
                forwarded='for=192.0.2.9',
                x_forwarded_for='192.0.2.9',
                x_forwarded_host='elsewhere',
                x_forwarded_prefix='/x',
                x_forwarded_proto='https',
            )
            self.assertEqual(peer, address)
            self.assertEqual({'HTTP_ACCEPT': '*/*'}, left_headers)
