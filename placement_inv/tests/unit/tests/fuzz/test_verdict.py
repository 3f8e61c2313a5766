import testtools

from placement_inv.tests.fuzz import verdict
from placement_inv.tests.fuzz.shot import Shot

_SHOT = Shot('GET', '/')
_HEAD = Shot('HEAD', '/')
_MATCHING = Shot('GET', '/', headers=(('If-None-Match', '*'),))
_JSON = ('Content-Type', 'application/json')


def _fine(_shot, _answer, document):
    return None if document else 'no document'


def _fault(status, body=b'', headers=(_JSON,), seconds=0.1, asked=_SHOT):
    answer = verdict.Answer(status, tuple(headers), body, seconds)
    return verdict.fault(asked, answer, 1, _fine)


class TestVerdict(testtools.TestCase):
    def test_what_is_answered_well_is_fine(self):
        self.assertIsNone(_fault(200, b'{"a": 1}'))
        self.assertIsNone(_fault(204))
        self.assertIsNone(_fault(404, b'{"detail": "no"}'))
        self.assertIsNone(_fault(200, asked=_HEAD))
        self.assertIsNone(_fault(302, headers=(('Location', '/'),)))
        self.assertIsNone(_fault(304, headers=(), asked=_MATCHING))

    def test_what_fails_hangs_or_redirects_nowhere_is_not(self):
        for status in (0, 100, 500, 503, 599):
            self.assertIn(str(status), _fault(status, b'{}'))
        self.assertEqual('took 2.0 s', _fault(200, b'{}', seconds=2))
        self.assertIn('nowhere', _fault(302))
        self.assertIn('asked for', _fault(304, headers=()))

    def test_bodies_are_what_headers_say(self):
        self.assertIn('NaN', _fault(200, b'{"a": NaN}'))
        self.assertIn('not JSON', _fault(200, b'{"a": '))
        self.assertIn('must not be', _fault(204, b'x'))
        self.assertIn('must not be', _fault(200, b'x', asked=_HEAD))
        length = ('Content-Length', '9')
        self.assertIn('said to be', _fault(200, b'{}', (_JSON, length)))

    def test_errors_are_for_the_family_to_judge(self):
        text = ('Content-Type', 'text/html')
        self.assertEqual('no document', _fault(400, b'<p>', (text,)))

    def test_headers_are_of_one_line(self):
        two = ('X-A', 'a\r\nX-B: b')
        self.assertIn('several lines', _fault(200, b'{}', (_JSON, two)))
