import types
import unittest

from placement_inv.web.middleware import auth


def _found(**headers):
    """Return the identity that noauth2 finds in a request's headers."""
    environ = {
        f'HTTP_X_{name.upper()}': text for name, text in headers.items()
    }
    found = {}
    conf = types.SimpleNamespace(
        api=types.SimpleNamespace(auth_strategy='noauth2')
    )
    auth.middleware(lambda environ, _start: found.update(environ), conf)(
        environ, None
    )
    return tuple(
        found.get(f'HTTP_X_{name}')
        for name in ('USER_ID', 'PROJECT_ID', 'ROLES')
    )


class TestNoAuth(unittest.TestCase):
    def test_nobody_without_a_token(self):
        self.assertEqual((None, None, None), _found())

    def test_admin_is_the_admin(self):
        self.assertEqual(
            ('admin', 'admin', 'admin'), _found(auth_token='admin')
        )

    def test_a_token_names_user_and_project(self):
        self.assertEqual(('u', 'p', ''), _found(auth_token='u:p'))

    def test_roles_are_those_that_are_sent(self):
        self.assertEqual(
            ('u', 'p', 'reader'), _found(auth_token='u:p', roles='reader')
        )
        self.assertEqual(
            ('admin', 'admin', 'admin,service'),
            _found(auth_token='admin', roles='admin,service'),
        )

    def test_nobody_claims_an_identity_by_its_headers(self):
        self.assertEqual(
            (None, None, None),
            _found(user_id='root', project_id='x', roles='admin'),
        )
