"""Requests of foreign pages that are refused or answered."""

import types

import fixtures
import testtools
import webob

from placement_inv.web import errors
from placement_inv.web.middleware import origins

_UNSAFE = ('POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'BREW')
_SAFE = ('GET', 'HEAD', 'OPTIONS')
_LISTED = 'https://dashboard.example.org'
_FOREIGN = (
    'https://h:8',
    'http://h',
    'http://h.example.org:8',
    'http://elsewhere.example.org',
    'http://dashboard.example.org',
    'https://dashboard.example.org:8443',
    'https://dashboard.example.org.example.com',
    'null',
    '',
    '*',
    'http://h:8 http://h:8',
    '\xff',
)


def _answer(_environ, start_response):
    start_response('204 No Content', [])
    return [b'']


class OriginsTest(testtools.TestCase):
    strategy = 'http_basic'
    allowed_origins = (_LISTED,)

    def setUp(self):
        super().setUp()
        self.errors = []
        self.logger = self.useFixture(fixtures.FakeLogger())
        self.application = origins.middleware(
            _answer,
            types.SimpleNamespace(
                api=types.SimpleNamespace(auth_strategy=self.strategy)
            ),
            self._refuse,
            self.allowed_origins,
        )

    def _refuse(self, error, environ, start_response):
        self.errors.append(error)
        return webob.Response(status=error.status)(environ, start_response)

    def ask(self, method, base_url='http://h:8', **headers):
        """Return the status of the response."""
        req = webob.Request.blank('/', method=method, base_url=base_url)
        for name, value in headers.items():
            req.environ[f'HTTP_{name}'] = value
        return req.get_response(self.application).status_int

    def assert_statuses(self, status, methods, **headers):
        for method in methods:
            self.assertEqual(status, self.ask(method, **headers), headers)


class TestOrigin(OriginsTest):
    def test_requests_without_the_header_are_answered(self):
        self.assert_statuses(204, (*_SAFE, *_UNSAFE))

    def test_foreign_pages_change_nothing(self):
        for origin in _FOREIGN:
            self.assert_statuses(403, _UNSAFE, ORIGIN=origin)
            self.assert_statuses(204, _SAFE, ORIGIN=origin)
        self.assertEqual({errors.ForeignOrigin}, set(map(type, self.errors)))

    def test_own_and_listed_pages_may_write(self):
        for origin in ('http://h:8', 'HTTP://H:8', _LISTED, f'{_LISTED}:443'):
            self.assert_statuses(204, (*_SAFE, *_UNSAFE), ORIGIN=origin)

    def test_the_own_origin_is_that_of_the_request(self):
        for base_url, origin, status in (
            ('https://h', 'https://h', 204),
            ('https://h', 'https://h:443', 204),
            ('https://h', 'http://h', 403),
            ('http://h:80', 'http://h', 204),
            ('http://[::1]:8', 'http://[0:0::1]:8', 204),
        ):
            actual = self.ask('POST', base_url, ORIGIN=origin)
            self.assertEqual(status, actual, (base_url, origin))

    def test_a_malformed_host_has_no_origin(self):
        for host in ('', 'a b', '\xff', 'h, i'):
            actual = self.ask('POST', HOST=host, ORIGIN=f'http://{host}')
            self.assertEqual(403, actual)

    def test_the_error_names_both_origins(self):
        self.ask('POST', ORIGIN='https://h:8')
        sentence = str(*self.errors)
        self.assertIn(
            'a page of https://h:8, but this service is http://h:8.', sentence
        )
        self.assertIn('listed in [cors]allowed_origin', sentence)


class TestSite(OriginsTest):
    def test_pages_of_other_sites_change_nothing(self):
        for site in ('cross-site', 'same-site', '', 'x', '\xff'):
            self.assert_statuses(403, _UNSAFE, SEC_FETCH_SITE=site)
            self.assert_statuses(204, _SAFE, SEC_FETCH_SITE=site)
        self.assertEqual({errors.ForeignSite}, set(map(type, self.errors)))

    def test_own_pages_and_users_may_write(self):
        for site in ('same-origin', 'none'):
            self.assert_statuses(204, _UNSAFE, SEC_FETCH_SITE=site)

    def test_pages_of_listed_origins_may_write(self):
        self.assert_statuses(
            204, _UNSAFE, SEC_FETCH_SITE='cross-site', ORIGIN=_LISTED
        )

    def test_one_header_is_enough_to_refuse(self):
        for site, origin in (
            ('same-origin', 'http://elsewhere.example.org'),
            ('cross-site', 'http://h:8'),
        ):
            self.assert_statuses(
                403, _UNSAFE, SEC_FETCH_SITE=site, ORIGIN=origin
            )


class TestNoAuth(OriginsTest):
    strategy = 'noauth2'

    def test_reads_of_foreign_pages_are_refused(self):
        for origin in _FOREIGN:
            self.assert_statuses(403, (*_SAFE, *_UNSAFE), ORIGIN=origin)

    def test_own_listed_and_linked_pages_read(self):
        for headers in (
            {'ORIGIN': 'http://h:8'},
            {'ORIGIN': _LISTED},
            # A user who follows a link; no page sees the response.
            {'SEC_FETCH_SITE': 'cross-site'},
        ):
            self.assert_statuses(204, _SAFE, **headers)


class TestAnyOrigin(OriginsTest):
    """`*` allows all origins only if browsers add no credentials."""

    allowed_origins = ('*', _LISTED)

    def test_any_origin(self):
        self.assert_statuses(403, _UNSAFE, ORIGIN='http://elsewhere')
        self.assert_statuses(204, _UNSAFE, ORIGIN=_LISTED)
        self.assertIn('name the origins', self.logger.output)


class TestAnyOriginOfKeystone(TestAnyOrigin):
    strategy = 'keystone'

    def test_any_origin(self):
        self.assert_statuses(204, _UNSAFE, ORIGIN='http://elsewhere')
        self.assertEqual('', self.logger.output)
