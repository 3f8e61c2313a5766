"""One line a request."""

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

    def test_it_says_who_asked_what_and_what_came(self):
        (line,) = self._lines('/traits?name=x', REMOTE_ADDR='192.0.2.1')
        self.assertRegex(
            line,
            r'^192\.0\.2\.1 "GET /traits\?name=x" status: 200 len: \S+ '
            r'time: \d+\.\d{4} microversion: placement 1\.3$',
        )

    def test_it_is_one_line_whatever_a_client_sends(self):
        (line,) = self._lines('/a%0A127.0.0.1%20%22GET')
        self.assertNotIn('\n', line)
        self.assertIn(r'/a\n127.0.0.1', line)

    def test_nothing_is_done_where_nobody_reads_it(self):
        level = request_log.LOG.level
        self.addCleanup(request_log.LOG.setLevel, level)
        request_log.LOG.setLevel(logging.WARNING)
        started = []

        def application(_environ, start_response):
            started.append(start_response)
            return []

        def mine(*_args):
            return None

        request_log.RequestLog(application)({}, mine)
        self.assertEqual([mine], started)
