"""The CSRF cookie: its token and its attributes."""

import testtools

from placement_inv.handlers.host_inventory.http import csrf
from placement_inv.tests.unit.handlers.host_inventory import requests
from placement_inv.web import errors
from placement_inv.web import response
from placement_inv.web import token_scope

_TOKEN = 'a' * 64


def _request(cookie=None, **options):
    req = requests.make('/api/', **options)
    if cookie is not None:
        req.cookies['csrftoken'] = cookie
    return req


class TestToken(testtools.TestCase):
    def test_a_session_has_its_own_token(self):
        req = _request('b' * 64)
        req.environ[token_scope.KEY] = token_scope.TokenScope(1, csrf=_TOKEN)
        self.assertEqual(_TOKEN, csrf.get_token(req))

    def test_a_valid_token_is_kept(self):
        self.assertEqual(_TOKEN, csrf.get_token(_request(_TOKEN)))

    def test_an_invalid_token_is_replaced(self):
        for cookie in (None, '', 'a' * 63, 'A' * 64, 'g' * 64):
            token = csrf.get_token(_request(cookie))
            self.assertRegex(token, '^[0-9a-f]{64}$')
            self.assertNotEqual(cookie, token)

    def test_new_tokens_differ(self):
        self.assertNotEqual(
            csrf.get_token(_request()), csrf.get_token(_request())
        )


class TestCookie(testtools.TestCase):
    def _cookie(self, **options):
        answer = response.no_content()
        csrf.set_token_cookie(_request(_TOKEN, **options), answer)
        return answer.headers['Set-Cookie']

    def test_it_is_for_this_family_below_the_prefix(self):
        cookie = self._cookie(environ={'SCRIPT_NAME': '/inv'})
        self.assertIn(f'csrftoken={_TOKEN};', cookie)
        self.assertIn('Path=/inv/api;', cookie)
        self.assertIn('SameSite=Lax', cookie)

    def test_a_cookie_of_an_https_request_is_secure(self):
        self.assertIn('secure', self._cookie(base_url='https://localhost'))
        self.assertNotIn('secure', self._cookie())

    def test_a_dropped_cookie_has_the_same_path(self):
        answer = response.no_content()
        csrf.drop_cookie(_request(), answer, 'csrftoken')
        cookie = answer.headers['Set-Cookie']
        self.assertIn('Max-Age=0', cookie)
        self.assertIn('Path=/api', cookie)


class TestLogin(testtools.TestCase):
    def test_the_form_or_a_header_has_the_token_of_the_cookie(self):
        csrf.check_login(_request(_TOKEN), _TOKEN)
        req = _request(_TOKEN, headers={'X-CSRFToken': _TOKEN})
        csrf.check_login(req, None)

    def test_any_other_token_is_refused(self):
        for cookie, token in (
            (_TOKEN, 'b' * 64),
            (_TOKEN, None),
            (None, _TOKEN),
            (None, None),
            ('', ''),
        ):
            self.assertRaises(
                errors.CSRFFailed, csrf.check_login, _request(cookie), token
            )
