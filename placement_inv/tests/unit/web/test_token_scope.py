import testtools

from placement_inv.web import errors
from placement_inv.web import request
from placement_inv.web import token_scope


def _request(method, scope, **headers):
    environ = {token_scope.KEY: scope} if scope else {}
    return request.Request.blank(
        '/', environ, method=method, headers=headers, base_url='https://h:8'
    )


class TestCheck(testtools.TestCase):
    def test_a_request_without_a_scope_passes(self):
        token_scope.check(_request('POST', None))

    def test_a_read_only_token_only_reads(self):
        scope = token_scope.TokenScope(1, read_only=True)
        for method in ('GET', 'HEAD', 'OPTIONS'):
            token_scope.check(_request(method, scope))
        for method in ('POST', 'PUT', 'PATCH', 'DELETE', 'BREW'):
            self.assertRaises(
                errors.ReadOnlyToken,
                token_scope.check,
                _request(method, scope),
            )

    def test_a_session_needs_its_csrf_token_to_write(self):
        scope = token_scope.TokenScope(1, csrf='abc')
        token_scope.check(_request('GET', scope))
        token_scope.check(_request('POST', scope, **{'X-CSRFToken': 'abc'}))
        for csrf_token in ('', 'abd', 'abcd', 'é'):
            self.assertRaises(
                errors.CSRFFailed,
                token_scope.check,
                _request('POST', scope, **{'X-CSRFToken': csrf_token}),
            )

    def test_an_empty_csrf_token_is_never_right(self):
        self.assertRaises(
            errors.CSRFFailed,
            token_scope.check_csrf,
            _request('POST', None),
            '',
        )
