"""The clients and hosts that a service with noauth2 answers."""

import testtools
import webob

from placement_inv import conf
from placement_inv.web import errors
from placement_inv.web.middleware import loopback


def _answer(_environ, start_response):
    start_response('204 No Content', [])
    return [b'']


class LoopbackTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.conf = conf.load(config_files=[])
        self.error = None

    def _refuse(self, error, environ, start_response):
        self.error = error
        return webob.Response(status=error.status)(environ, start_response)

    def ask(self, host='localhost', client='127.0.0.1'):
        """Return the status of the response, and the class of its error."""
        self.error = None
        application = loopback.Loopback(_answer, self.conf, self._refuse)
        environ = {'HTTP_HOST': host, 'REMOTE_ADDR': client}
        req = webob.Request.blank('/')
        for name, value in environ.items():
            if value is None:
                req.environ.pop(name, None)
            else:
                req.environ[name] = value
        status = req.get_response(application).status_int
        return status, type(self.error) if self.error else None

    def assert_answered(self, **request):
        self.assertEqual((204, None), self.ask(**request), request)

    def assert_refused(self, error, **request):
        self.assertEqual((error.status, error), self.ask(**request), request)


class TestHosts(LoopbackTest):
    def test_names_of_the_loopback_interface_are_answered(self):
        for host in (
            'localhost',
            'LocalHost:8778',
            'localhost.',
            'localhost.:1',
            '127.0.0.1',
            '127.0.0.1:8778',
            '127.255.255.254',
            '127.0.0.1.',
            '[::1]',
            '[::1]:8778',
            '[0:0:0:0:0:0:0:1]',
            '[::ffff:7f00:1]',
            # HTTP/1.0 needs no Host; browsers always send it.
            None,
        ):
            self.assert_answered(host=host)

    def test_other_names_are_refused(self):
        for host in (
            'example.org',
            'example.org:8778',
            'localhost.example.org',
            'localhost..',
            'foo.localhost',
            '127.0.0.1.example.org',
            '0.0.0.0',
            '[::]',
            '10.0.0.1',
            '[fe80::1]',
            '[::ffff:a00:1]',
            '2130706433',
            '127.1',
            '0177.0.0.1',
        ):
            self.assert_refused(errors.HostNotServed, host=host)

    def test_a_malformed_host_is_refused(self):
        for host in ('', ' ', 'a b', 'localhost:x', '\xff', '[::1', 'a@b'):
            self.assert_refused(errors.MalformedHost, host=host)

    def test_listed_names_are_answered(self):
        hosts = ['Placement', 'api.example.org.', '10.0.0.1', '2001:DB8::1']
        self.conf.set_override('noauth2_hosts', hosts, 'api')
        for host in (
            'placement:8778',
            'API.example.org',
            '10.0.0.1:80',
            '[2001:db8:0::1]',
            'localhost',
        ):
            self.assert_answered(host=host)
        self.assert_refused(errors.HostNotServed, host='x.placement')

    def test_a_pattern_cannot_be_listed(self):
        for value in (['*'], ['a b'], ['placement:8778'], ['http://h']):
            self.assertRaises(
                ValueError,
                self.conf.set_override,
                'noauth2_hosts',
                value,
                'api',
            )


class TestClients(LoopbackTest):
    def test_clients_of_this_machine_are_answered(self):
        for client in (
            '127.0.0.1',
            '127.9.9.9',
            '::1',
            '::ffff:127.0.0.1',
            # Clients of Unix sockets, or in the process.
            'localhost',
            '',
            None,
        ):
            self.assert_answered(client=client)

    def test_other_clients_are_refused(self):
        for client in (
            '10.0.0.1',
            '0.0.0.0',  # noqa: S104
            '2001:db8::1',
            '::ffff:10.0.0.1',
            # Texts that proxies write for clients.
            'unknown',
            '_hidden',
            '127.0.0.1, 10.0.0.1',
            '"[2001:db8::1]:4711"',
            '\xff',
        ):
            self.assert_refused(errors.ClientNotServed, client=client)

    def test_listed_networks_are_answered(self):
        self.conf.set_override(
            'noauth2_clients', ['10.0.0.0/8', '2001:db8::1'], 'api'
        )
        for client in ('10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1', '::1'):
            self.assert_answered(client=client)
        for client in ('11.0.0.1', '2001:db8::2', 'unknown'):
            self.assert_refused(errors.ClientNotServed, client=client)

    def test_other_texts_cannot_be_listed(self):
        for value in (['localhost'], ['10.0.0.1/8'], ['10.0.0.0/33'], ['']):
            self.assertRaises(
                ValueError,
                self.conf.set_override,
                'noauth2_clients',
                value,
                'api',
            )
