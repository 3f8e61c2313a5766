"""What browsers are told about answers of each type."""

import testtools
import webob

from placement_inv.web.middleware import page_safety


class TestPageSafety(testtools.TestCase):
    def _added(self, content_type):
        """Return the headers that are added to an answer."""
        sent = [('X-Own', 'x')]
        if content_type is not None:
            sent.append(('content-TYPE', content_type))

        def application(_environ, start_response):
            start_response('200 OK', list(sent))
            return [b'']

        _status, headers, _body = webob.Request.blank('/').call_application(
            page_safety.PageSafety(application)
        )
        self.assertEqual(sent, headers[: len(sent)])
        return dict(headers[len(sent) :])

    def test_pages_are_confined(self):
        for content_type in (
            'text/html',
            'text/html; charset=UTF-8',
            'Text/HTML ;charset=x',
        ):
            headers = self._added(content_type)
            self.assertEqual('nosniff', headers['X-Content-Type-Options'])
            self.assertEqual('DENY', headers['X-Frame-Options'])
            policy = headers['Content-Security-Policy'].split('; ')
            self.assertEqual("default-src 'none'", policy[0])
            self.assertIn("frame-ancestors 'none'", policy)
            self.assertIn("form-action 'self'", policy)

    def test_other_texts_are_what_they_say(self):
        for content_type in (
            'text/plain',
            'text/csv; charset=UTF-8',
            'application/x-ndjson',
            '',
        ):
            self.assertEqual(
                {'X-Content-Type-Options': 'nosniff'},
                self._added(content_type),
            )

    def test_json_and_nothing_are_left_as_they_are(self):
        for content_type in ('application/json', None):
            self.assertEqual({}, self._added(content_type))
