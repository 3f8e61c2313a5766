"""The log has one line a request."""

import logging
import unittest

import webob

from placement_inv.web.middleware import request_log


class TestRequestLog(unittest.TestCase):
    def _lines(self, path, **environ):
        inner = webob.Response('fine')
        inner.headers['OpenStack-API-Version'] = 'placement 1.3'
        request = webob.Request.blank(path, environ=environ)
        with self.assertLogs(request_log.LOG, 'INFO') as logs:
            request.get_response(request_log.RequestLog(inner))
        return [record.getMessage() for record in logs.records]

    def test_a_line_has_the_request_and_the_status(self):
        (line,) = self._lines('/traits?name=x', REMOTE_ADDR='192.0.2.1')
        self.assertRegex(
            line,
            r'^192\.0\.2\.1 "GET /traits\?name=x" status: 200 len: \S+ '
            r'time: \d+\.\d{4} microversion: placement 1\.3$',
        )

    def test_a_client_cannot_break_a_line(self):
        (line,) = self._lines('/a%0A127.0.0.1%20%22GET')
        self.assertNotIn('\n', line)
        self.assertIn(r'/a\n127.0.0.1', line)

    def test_without_a_reader_the_request_is_passed_on(self):
        level = request_log.LOG.level
        self.addCleanup(request_log.LOG.setLevel, level)
        request_log.LOG.setLevel(logging.WARNING)
        calls = []

        def application(_environ, start_response):
            calls.append(start_response)
            return []

        def outer_start_response(*_args):
            return None

        request_log.RequestLog(application)({}, outer_start_response)
        self.assertEqual([outer_start_response], calls)
