import base64
import types
import unittest
from unittest import mock

from placement_inv.web import credentials
from placement_inv.web.middleware import auth


def _found(**headers):
    """Return the identity that noauth2 finds in a request's headers."""
    environ = {
        f'HTTP_X_{name.upper()}': text for name, text in headers.items()
    }
    return _identity(environ, _conf('noauth2'))


def _found_with(authorization, strategy):
    return _identity({'HTTP_AUTHORIZATION': authorization}, _conf(strategy))


def _conf(strategy):
    return types.SimpleNamespace(
        api=types.SimpleNamespace(auth_strategy=strategy)
    )


def _identity(environ, conf):
    found = {}
    auth.middleware(
        lambda environ, _start: found.update(environ),
        conf,
        credentials.of(conf),
        None,
    )(environ, None)
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

    def test_a_password_is_believed_as_well(self):
        word = base64.b64encode(b'u:anything').decode()
        self.assertEqual(
            ('u', 'u', ''), _found_with(f'Basic {word}', 'noauth2')
        )

    def test_a_name_that_no_database_keeps_is_nobodys(self):
        for name in ('x' * 256, 'a\0b', ''):
            word = base64.b64encode(f'{name}:y'.encode()).decode()
            self.assertEqual(
                (None, None, None), _found_with(f'Basic {word}', 'noauth2')
            )


class TestKeystone(unittest.TestCase):
    def test_a_bearer_is_a_token_of_keystone(self):
        with mock.patch.object(auth.auth_token, 'AuthProtocol') as protocol:
            application = auth.middleware(
                None,
                _conf('keystone'),
                credentials.of(_conf('keystone')),
                None,
            )
        environ = {'HTTP_AUTHORIZATION': 'Bearer abc'}
        application(environ, None)
        protocol.return_value.assert_called_once_with(environ, None)
        self.assertEqual('abc', environ['HTTP_X_AUTH_TOKEN'])
