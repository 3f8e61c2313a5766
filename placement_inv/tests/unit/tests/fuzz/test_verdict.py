import testtools

from placement_inv.tests.fuzz import verdict
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest

_GET = FuzzRequest('GET', '/')
_HEAD = FuzzRequest('HEAD', '/')
_MATCHING = FuzzRequest('GET', '/', headers=(('If-None-Match', '*'),))
_JSON = ('Content-Type', 'application/json')


def _check_error(_req, _answer, document):
    return None if document else 'no document'


def _fault(status, body=b'', headers=(_JSON,), seconds=0.1, req=_GET):
    response = verdict.Response(status, tuple(headers), body, seconds)
    return verdict.find_fault(req, response, 1, _check_error)


class TestVerdict(testtools.TestCase):
    def test_good_responses_have_no_fault(self):
        self.assertIsNone(_fault(200, b'{"a": 1}'))
        self.assertIsNone(_fault(204))
        self.assertIsNone(_fault(404, b'{"detail": "no"}'))
        self.assertIsNone(_fault(200, req=_HEAD))
        self.assertIsNone(_fault(302, headers=(('Location', '/'),)))
        self.assertIsNone(_fault(304, headers=(), req=_MATCHING))

    def test_failures_slow_responses_and_bad_redirects_are_faults(self):
        for status in (0, 100, 500, 503, 599):
            self.assertIn(str(status), _fault(status, b'{}'))
        self.assertEqual('took 2.0 s', _fault(200, b'{}', seconds=2))
        self.assertIn('without Location', _fault(302))
        self.assertIn('without a condition', _fault(304, headers=()))

    def test_bodies_must_agree_with_headers(self):
        self.assertIn('NaN', _fault(200, b'{"a": NaN}'))
        self.assertIn('not JSON', _fault(200, b'{"a": '))
        self.assertIn('must not be', _fault(204, b'x'))
        self.assertIn('must not be', _fault(200, b'x', req=_HEAD))
        length = ('Content-Length', '9')
        self.assertIn('Content-Length is', _fault(200, b'{}', (_JSON, length)))

    def test_the_family_checks_bodies_of_errors(self):
        text = ('Content-Type', 'text/html')
        self.assertEqual('no document', _fault(400, b'<p>', (text,)))

    def test_headers_must_be_one_line(self):
        two = ('X-A', 'a\r\nX-B: b')
        self.assertIn('several lines', _fault(200, b'{}', (_JSON, two)))
