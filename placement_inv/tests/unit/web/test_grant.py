import testtools

from placement_inv.web import errors
from placement_inv.web import grant
from placement_inv.web import request


def _request(method, held, **headers):
    environ = {grant.KEY: held} if held else {}
    return request.Request.blank(
        '/', environ, method=method, headers=headers, base_url='https://h:8'
    )


class TestGrant(testtools.TestCase):
    def test_who_has_no_key_is_checked_elsewhere(self):
        grant.check(_request('POST', None))

    def test_a_key_for_reading_reads(self):
        held = grant.Grant(1, read_only=True)
        for method in ('GET', 'HEAD', 'OPTIONS'):
            grant.check(_request(method, held))
        for method in ('POST', 'PUT', 'PATCH', 'DELETE', 'BREW'):
            self.assertRaises(
                errors.ReadOnlyToken, grant.check, _request(method, held)
            )

    def test_a_session_shows_its_token_to_change_something(self):
        held = grant.Grant(1, csrf='abc')
        grant.check(_request('GET', held))
        grant.check(_request('POST', held, **{'X-CSRFToken': 'abc'}))
        for shown in ('', 'abd', 'abcd', 'é'):
            self.assertRaises(
                errors.CSRFFailed,
                grant.check,
                _request('POST', held, **{'X-CSRFToken': shown}),
            )

    def test_nothing_is_expected_of_nobody(self):
        self.assertRaises(
            errors.CSRFFailed, grant.check_csrf, _request('POST', None), ''
        )
