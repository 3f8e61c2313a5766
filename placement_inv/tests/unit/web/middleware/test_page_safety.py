"""Headers for browsers, by the type of the response."""

import testtools
import webob

from placement_inv.web.middleware import page_safety


class TestPageSafety(testtools.TestCase):
    def _find_new_headers(self, content_type):
        """Return the headers that are added to a response."""
        inner_headers = [('X-Own', 'x')]
        if content_type is not None:
            inner_headers.append(('content-TYPE', content_type))

        def application(_environ, start_response):
            start_response('200 OK', list(inner_headers))
            return [b'']

        _status, headers, _body = webob.Request.blank('/').call_application(
            page_safety.PageSafety(application)
        )
        self.assertEqual(inner_headers, headers[: len(inner_headers)])
        return dict(headers[len(inner_headers) :])

    def test_pages_get_all_headers(self):
        for content_type in (
            'text/html',
            'text/html; charset=UTF-8',
            'Text/HTML ;charset=x',
        ):
            headers = self._find_new_headers(content_type)
            self.assertEqual('nosniff', headers['X-Content-Type-Options'])
            self.assertEqual('DENY', headers['X-Frame-Options'])
            policy = headers['Content-Security-Policy'].split('; ')
            self.assertEqual("default-src 'none'", policy[0])
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertIn("form-action 'self'", policy)

    def test_other_types_must_not_be_guessed(self):
        for content_type in (
            'text/plain',
            'text/csv; charset=UTF-8',
            'application/x-ndjson',
            '',
        ):
            self.assertEqual(
                {'X-Content-Type-Options': 'nosniff'},
                self._find_new_headers(content_type),
            )

    def test_json_and_empty_responses_are_not_changed(self):
        for content_type in ('application/json', None):
            self.assertEqual({}, self._find_new_headers(content_type))
