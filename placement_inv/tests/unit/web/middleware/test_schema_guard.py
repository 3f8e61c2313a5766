"""Requests are refused while the schema is one of newer code."""

import testtools
import webob

from placement_inv import exceptions
from placement_inv.web.middleware import schema_guard


def _application(_environ, start_response):
    start_response('200 OK', [('Content-Length', '0')])
    return [b'']


def _refuse(error, _environ, start_response):
    start_response('503 Refused', [('X-Error', type(error).__name__)])
    return [b'']


class TestSchemaGuard(testtools.TestCase):
    def _ask(self, require):
        guard = schema_guard.SchemaGuard(_application, require, _refuse)
        return webob.Request.blank('/').get_response(guard)

    def test_a_request_is_passed_on(self):
        self.assertEqual(200, self._ask(lambda: None).status_int)

    def test_a_request_is_refused_with_the_error(self):
        def require():
            raise exceptions.SchemaAhead(current='3', oldest='3', own='1')

        response = self._ask(require)
        self.assertEqual(503, response.status_int)
        self.assertEqual('SchemaAhead', response.headers['X-Error'])
