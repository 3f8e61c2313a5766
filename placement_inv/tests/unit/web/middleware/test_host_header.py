"""Which requests name the host that they mean."""

import unittest

from placement_inv.web import errors
from placement_inv.web.middleware import host_header


class TestHostHeader(unittest.TestCase):
    def setUp(self):
        self.middleware = host_header.HostHeader(
            lambda _environ, _start_response: 'answer',
            lambda error, _environ, _start_response: error,
        )

    def ask(self, host=None, protocol='HTTP/1.1'):
        environ = {'SERVER_PROTOCOL': protocol}
        if host is not None:
            environ['HTTP_HOST'] = host
        return self.middleware(environ, None)

    def test_names_and_addresses_are_hosts(self):
        for host in (
            'localhost',
            'placement.example.com:8778',
            '192.0.2.1',
            '[2001:db8::1]:80',
            'node_1',
        ):
            self.assertEqual('answer', self.ask(host), host)

    def test_two_hosts_and_malformed_ones_are_refused(self):
        for host in ('a, b', 'a,a', '', ' ', 'a b', 'u@a', 'a/b', 'a:x', '[a'):
            for _time in range(2):
                answer = self.ask(host)
                self.assertIsInstance(answer, errors.MalformedHost, host)
            self.assertEqual(400, answer.status)

    def test_http_1_1_needs_a_host(self):
        answer = self.ask()
        self.assertIsInstance(answer, errors.HostMissing)
        self.assertEqual(400, answer.status)

    def test_other_versions_do_not(self):
        for protocol in ('HTTP/1.0', 'HTTP/2.0'):
            self.assertEqual('answer', self.ask(protocol=protocol))
