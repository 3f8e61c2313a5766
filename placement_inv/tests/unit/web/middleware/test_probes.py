"""Health checks; other paths are passed on."""

import testtools
import webob

from placement_inv import exceptions
from placement_inv.web.middleware import probes


def _application(_environ, start_response):
    start_response('418 I am a teapot', [('Content-Length', '0')])
    return [b'']


class TestProbes(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.ready_calls = 0
        self.error = None

    def _ready(self):
        self.ready_calls += 1
        if self.error:
            raise self.error

    def ask(self, path, method='GET'):
        application = probes.Probes(_application, self._ready)
        request = webob.Request.blank(path, method=method)
        return request.get_response(application)

    def test_healthz_does_not_use_the_database(self):
        self.error = exceptions.DatabaseUnreachable()
        answer = self.ask('/healthz')
        self.assertEqual(200, answer.status_code)
        self.assertEqual({'status': 'ok'}, answer.json)
        self.assertEqual(0, self.ready_calls)

    def test_readyz_uses_the_database(self):
        answer = self.ask('/readyz')
        self.assertEqual(200, answer.status_code)
        self.assertEqual(1, self.ready_calls)
        self.assertEqual('no-store', answer.headers['Cache-Control'])

    def test_readyz_is_503_without_a_database(self):
        self.error = exceptions.DatabaseUnreachable()
        answer = self.ask('/readyz')
        self.assertEqual(503, answer.status_code)
        self.assertEqual('5', answer.headers['Retry-After'])
        self.assertEqual('unavailable', answer.json['status'])

    def test_an_unexpected_error_is_raised(self):
        self.error = ZeroDivisionError()
        self.assertRaises(ZeroDivisionError, self.ask, '/readyz')

    def test_head_has_no_body(self):
        answer = self.ask('/readyz', 'HEAD')
        self.assertEqual((200, b''), (answer.status_code, answer.body))

    def test_other_methods_are_refused(self):
        answer = self.ask('/healthz', 'PUT')
        self.assertEqual(405, answer.status_code)
        self.assertEqual('GET, HEAD', answer.headers['Allow'])

    def test_other_paths_are_answered_by_the_application(self):
        for path in ('/', '/healthz/', '/healthzz', '/a/readyz', '/traits'):
            self.assertEqual(418, self.ask(path).status_code, path)
