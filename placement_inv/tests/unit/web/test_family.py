"""A family: identity, version, route and errors of each request."""

import types

import testtools

from placement_inv import exceptions
from placement_inv.web import endpoint
from placement_inv.web import errors
from placement_inv.web import family
from placement_inv.web import request
from placement_inv.web import response
from placement_inv.web import token_scope
from placement_inv.web import versions

_HISTORY = versions.History('thing')
_FIRST = _HISTORY.feature('1.0', 'The first version.')
_SECOND = _HISTORY.feature('1.1', 'Another version.')
_STATUSES = {exceptions.NotFound: 404, exceptions.Unavailable: 503}
_HEADER = 'OpenStack-API-Version'


def _render(error, status, _req):
    return response.json({'detail': str(error)}, status)


class FamilyTest(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.error = None

    def _handle(self, req):
        if self.error is not None:
            raise self.error
        return response.json({'version': str(req.version)})

    def ask(self, path='/things', user='joe', scope=None, **options):
        """Return the response; other `options` are those of the family."""
        headers = options.pop('headers', {})
        method = options.pop('method', 'GET')
        table = {
            '/things': {'GET': endpoint.Endpoint(self._handle, None)},
            '/new': {
                'POST': endpoint.Endpoint(self._handle, None, since=_SECOND)
            },
        }
        application = family.Family(
            _HISTORY, table, _STATUSES, _render, frozenset(('/',)), **options
        )
        req = request.Request.blank(path, method=method, headers=headers)
        req.environ[request.CONTEXT_KEY] = types.SimpleNamespace(user_id=user)
        if scope is not None:
            req.environ[token_scope.KEY] = scope
        return req.get_response(application)


class TestIdentity(FamilyTest):
    def test_an_unknown_caller_is_refused_with_a_challenge(self):
        answer = self.ask(user=None, challenge='Bearer realm=api')
        self.assertEqual(401, answer.status_int)
        self.assertEqual(
            'Bearer realm=api', answer.headers['WWW-Authenticate']
        )
        answer = self.ask(user=None)
        self.assertNotIn('WWW-Authenticate', answer.headers)

    def test_a_public_path_needs_no_caller(self):
        # It has no route, which is found out later.
        self.assertEqual(404, self.ask('/', user=None).status_int)

    def test_the_scope_of_a_token_is_checked(self):
        scope = token_scope.TokenScope(1, read_only=True)
        self.assertEqual(200, self.ask(scope=scope).status_int)
        answer = self.ask('/new', method='POST', scope=scope)
        self.assertEqual(403, answer.status_int)

    def test_enter_is_called_for_known_callers_only(self):
        calls = []
        self.ask(enter=calls.append)
        self.assertEqual(1, len(calls))
        self.ask('/', user=None, enter=calls.append)
        self.assertEqual(1, len(calls))


class TestVersion(FamilyTest):
    def test_the_version_is_negotiated_and_named(self):
        for headers, default, version in (
            ({}, None, '1.0'),
            ({}, '1.1', '1.1'),
            ({}, 'latest', '1.1'),
            ({_HEADER: 'thing 1.1'}, None, '1.1'),
            ({_HEADER: 'thing latest'}, None, '1.1'),
            ({_HEADER: 'other 1.1'}, None, '1.0'),
            ({_HEADER: 'thing 1.0'}, 'latest', '1.0'),
        ):
            answer = self.ask(headers=headers, default_version=default)
            self.assertEqual({'version': version}, answer.json, headers)
            self.assertEqual(f'thing {version}', answer.headers[_HEADER])
            self.assertIn(_HEADER.lower(), answer.headers['Vary'].lower())

    def test_a_version_that_does_not_exist_is_refused(self):
        for number, status in (('1.2', 406), ('x', 400)):
            answer = self.ask(headers={_HEADER: f'thing {number}'})
            self.assertEqual(status, answer.status_int, number)
            self.assertIn('Invalid microversion', answer.json['detail'])
            self.assertNotIn(_HEADER, answer.headers)

    def test_the_default_must_be_a_version(self):
        self.assertRaises(ValueError, self.ask, default_version='1.2')

    def test_a_body_needs_a_content_type(self):
        # As in OpenStack Placement, even where there is no route.
        answer = self.ask('/nowhere', headers={'Content-Length': '2'})
        self.assertEqual(400, answer.status_int)


class TestErrors(FamilyTest):
    def test_an_error_of_the_table_is_rendered_with_its_status(self):
        self.error = exceptions.Unavailable()
        answer = self.ask()
        self.assertEqual(503, answer.status_int)
        self.assertEqual({'detail': str(self.error)}, answer.json)
        self.assertEqual('1', answer.headers['Retry-After'])
        self.assertEqual('thing 1.0', answer.headers[_HEADER])

    def test_an_unexpected_error_is_raised(self):
        self.error = ZeroDivisionError()
        self.assertRaises(ZeroDivisionError, self.ask)

    def test_a_client_that_has_left_gets_a_status_for_the_log(self):
        self.error = exceptions.ClientLeft()
        answer = self.ask()
        self.assertEqual((499, b''), (answer.status_int, answer.body))

    def test_an_earlier_refusal_is_rendered(self):
        application = family.Family(_HISTORY, {}, {}, _render)
        req = request.Request.blank('/things')
        req.environ[request.REFUSAL_KEY] = errors.MalformedHost()
        answer = req.get_response(application)
        self.assertEqual(400, answer.status_int)
        self.assertIn('Host', answer.json['detail'])


class TestAwxCompatible(FamilyTest):
    def test_responses_of_a_route_have_allow(self):
        answer = self.ask('/things/', awx_compatible=True)
        self.assertEqual('GET, HEAD', answer.headers['Allow'])
        self.assertNotIn('Allow', self.ask().headers)

    def test_methods_of_later_versions_are_not_in_allow(self):
        answer = self.ask('/new', method='POST', awx_compatible=True)
        self.assertEqual(404, answer.status_int)
        self.assertEqual('', answer.headers.get('Allow', ''))
