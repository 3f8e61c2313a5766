"""Parsing of the hosts and origins of requests."""

import testtools

from placement_inv.web import origins


class TestAuthority(testtools.TestCase):
    def test_host_and_port(self):
        for text, parts in (
            ('h', ('h', None)),
            ('H.Example.', ('h.example.', None)),
            ('a_b-c.d:8778', ('a_b-c.d', 8778)),
            ('h:', ('h', None)),
            ('127.0.0.1:0', ('127.0.0.1', 0)),
            ('[::1]', ('::1', None)),
            ('[0:0:0:0:0:0:0:1]:80', ('::1', 80)),
        ):
            self.assertEqual(parts, origins.split_authority(text), text)

    def test_malformed_hosts_are_none(self):
        for text in (
            '',
            ' ',
            ':80',
            'a b',
            'h:x',
            'h:80:80',
            'h:65536',
            'h:٣',
            'user@h',
            'h/',
            'h,i',
            '"h"',
            'h\n',
            '\xff',
            'ı',
            '[]',
            '[::1',
            '::1',
            '[h]',
            '[:::1]',
            '[127.0.0.1]',
            '[fe80::1%25eth0]',
            'x' * 256,
            '1' * 100_000,
        ):
            self.assertIsNone(origins.split_authority(text), text[:30])


class TestOrigin(testtools.TestCase):
    def test_default_ports_are_equal_to_no_port(self):
        for one, other in (
            ('http://h', 'http://h:80'),
            ('https://h', 'HTTPS://H:443'),
            ('http://[::1]', 'http://[0::1]:80'),
        ):
            self.assertEqual(origins.parse(one), origins.parse(other))

    def test_scheme_host_and_port_make_an_origin(self):
        parsed_origins = {
            origins.parse(text)
            for text in (
                'http://h',
                'https://h',
                'http://h:443',
                'https://h:80',
                'http://i',
                'http://h.i',
                'http://h.',
                'chrome-extension://h',
            )
        }
        self.assertEqual(8, len(parsed_origins))
        self.assertNotIn(None, parsed_origins)

    def test_malformed_origins_are_none(self):
        for text in (
            '',
            'null',
            '*',
            'h',
            '//h',
            'http://',
            'http://h/',
            'http://h/path',
            'http://h http://i',
            'http://user@h',
            'http://h?x',
            'http://h#x',
            'file://',
            'data:text/html,x',
            '\xff://h',
            'http://\xff',
        ):
            self.assertIsNone(origins.parse(text), text)

    def test_origins_are_formatted_as_by_browsers(self):
        for text in (
            'http://h',
            'https://h:80',
            'http://[::1]:8778',
            'app://h',
            'app://h:1',
        ):
            self.assertEqual(text, str(origins.parse(text)))


class TestOwn(testtools.TestCase):
    def _find(self, scheme='http', **more):
        environ = {
            'SERVER_NAME': 'server',
            'SERVER_PORT': '8778',
            'wsgi.url_scheme': scheme,
            **more,
        }
        return origins.find_own(environ)

    def test_it_is_the_requests_host(self):
        self.assertEqual(
            origins.parse('https://h'), self._find('https', HTTP_HOST='H:443')
        )

    def test_without_a_host_it_is_the_servers(self):
        self.assertEqual(origins.parse('http://server:8778'), self._find())

    def test_a_malformed_host_is_none(self):
        for host in ('', 'a b', 'h, i'):
            self.assertIsNone(self._find(HTTP_HOST=host))
