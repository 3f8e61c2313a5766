import testtools

from placement_inv.web import errors
from placement_inv.web import request
from placement_inv.web import token_scope


def _request(method, held, **headers):
    environ = {token_scope.KEY: held} if held else {}
    return request.Request.blank(
        '/', environ, method=method, headers=headers, base_url='https://h:8'
    )


class TestGrant(testtools.TestCase):
    def test_who_has_no_key_is_checked_elsewhere(self):
        token_scope.check(_request('POST', None))

    def test_a_key_for_reading_reads(self):
        held = token_scope.TokenScope(1, read_only=True)
        for method in ('GET', 'HEAD', 'OPTIONS'):
            token_scope.check(_request(method, held))
        for method in ('POST', 'PUT', 'PATCH', 'DELETE', 'BREW'):
            self.assertRaises(
                errors.ReadOnlyToken, token_scope.check, _request(method, held)
            )

    def test_a_session_shows_its_token_to_change_something(self):
        held = token_scope.TokenScope(1, csrf='abc')
        token_scope.check(_request('GET', held))
        token_scope.check(_request('POST', held, **{'X-CSRFToken': 'abc'}))
        for shown in ('', 'abd', 'abcd', 'é'):
            self.assertRaises(
                errors.CSRFFailed,
                token_scope.check,
                _request('POST', held, **{'X-CSRFToken': shown}),
            )

    def test_nothing_is_expected_of_nobody(self):
        self.assertRaises(
            errors.CSRFFailed,
            token_scope.check_csrf,
            _request('POST', None),
            '',
        )
