"""Requests with texts that a database cannot store are refused."""

import types

import testtools

from placement_inv.web import errors
from placement_inv.web import request


def _request(path='/', query='', body=b''):
    req = request.Request.blank('/')
    req.environ['PATH_INFO'] = path
    req.environ['QUERY_STRING'] = query
    req.body = body
    api = types.SimpleNamespace(max_request_body_size=100)
    conf = types.SimpleNamespace(api=api)
    req.environ[request.CONTEXT_KEY] = types.SimpleNamespace(conf=conf)
    return req


class TestText(testtools.TestCase):
    def test_text_passes(self):
        _request('/caf\xc3\xa9', 'name=%C3%A9&name=').require_text()

    def test_a_path_that_is_no_text_has_no_route(self):
        for path in ('/\xff', '/a\0b'):
            self.assertRaises(errors.NoSuchRoute, _request(path).require_text)

    def test_a_query_that_is_no_text_is_refused(self):
        for query in ('a=%FF', '%FF', 'a=b%00', '%00=b'):
            self.assertRaises(
                errors.InvalidQuery, _request(query=query).require_text
            )


class TestCookie(testtools.TestCase):
    def test_a_cookie_is_text_or_none(self):
        for header, text in (
            ('a=b', 'b'),
            ('a="b"', 'b'),
            ('b=a', None),
            (r'a="\303\251"', 'é'),
            (r'a="\303\377"', None),
        ):
            req = _request()
            req.environ['HTTP_COOKIE'] = header
            self.assertEqual(text, req.cookie('a'), header)


class TestDocument(testtools.TestCase):
    def test_json_is_parsed(self):
        self.assertEqual(
            [1, {'a': None}], _request(body=b'[1,{"a":null}]').document()
        )

    def test_malformed_json_is_refused(self):
        for body in (b'', b'{', b'NaN', b'"\xff"', b'"\\ud800"', b'[' * 99):
            self.assertRaises(
                errors.MalformedBody, _request(body=body).document
            )

    def test_nul_is_refused_in_keys_and_values(self):
        for body in (
            b'"\\u0000"',
            b'{"\\u0000": 1}',
            b'[{"a": ["x\\u0000"]}]',
        ):
            self.assertRaises(
                errors.MalformedBody, _request(body=body).document
            )

    def test_an_escaped_backslash_is_no_nul(self):
        self.assertEqual('\\u0000', _request(body=b'"\\\\u0000"').document())

    def test_a_large_body_is_refused(self):
        self.assertRaises(
            errors.BodyTooLarge, _request(body=b'1' * 101).document
        )

    def test_a_body_shorter_than_its_length_is_refused(self):
        req = _request(body=b'{}')
        req.environ['CONTENT_LENGTH'] = '3'
        # Streams of servers cannot be rewound.
        del req.environ['webob.is_body_seekable']
        self.assertRaises(errors.IncompleteBody, req.document)
