"""Prefixes of proxies that are accepted or refused."""

import testtools
import webob

from placement_inv.web import errors
from placement_inv.web.middleware import forwarded_prefix


def _answer(_environ, start_response):
    start_response('204 No Content', [])
    return [b'']


class TestForwardedPrefix(testtools.TestCase):
    def _ask(self, prefix):
        """Return the status of the response."""
        errors_ = []

        def refuse(error, environ, start_response):
            errors_.append(type(error))
            return webob.Response(status=error.status)(environ, start_response)

        req = webob.Request.blank('/')
        if prefix is not None:
            req.environ['HTTP_X_FORWARDED_PREFIX'] = prefix
        answer = req.get_response(
            forwarded_prefix.ForwardedPrefix(_answer, refuse)
        )
        is_refused = answer.status_int == 400
        self.assertEqual(
            [errors.MalformedPrefix] if is_refused else [], errors_
        )
        return answer.status_int

    def test_paths_are_accepted(self):
        for prefix in (None, '', '/', '/placement', '/a/b.c~d/%C3%A9'):
            self.assertEqual(204, self._ask(prefix), prefix)

    def test_other_texts_are_refused(self):
        for prefix in ('\xff', '/\xc3\xa9', '/a b', '/a;b', '/a\n', '/a\0'):
            self.assertEqual(400, self._ask(prefix), prefix)
