import base64
import types
import unittest

from placement_inv import context
from placement_inv.web import credentials
from placement_inv.web.middleware import strategies


def _find_by_headers(**headers):
    """Return the identity that noauth2 finds in a request's headers."""
    environ = {
        f'HTTP_X_{name.upper()}': text for name, text in headers.items()
    }
    return _find_identity(environ, _conf('noauth2'))


def _find_by_authorization(authorization, strategy):
    return _find_identity(
        {'HTTP_AUTHORIZATION': authorization}, _conf(strategy)
    )


def _conf(strategy):
    return types.SimpleNamespace(
        api=types.SimpleNamespace(
            auth_strategy=strategy,
            http_basic_auth_user_file='/nowhere/htpasswd',
            http_basic_roles=['admin'],
        )
    )


def _find_identity(environ, conf):
    inner_environ = {}
    strategies.middleware(
        lambda environ, _start: inner_environ.update(environ),
        conf,
        credentials.create(conf),
        None,
    )(environ, None)
    return tuple(
        inner_environ.get(f'HTTP_X_{name}')
        for name in ('USER_ID', 'PROJECT_ID', 'ROLES')
    )


class TestNoAuth(unittest.TestCase):
    def test_a_request_without_a_token_has_no_user(self):
        self.assertEqual((None, None, None), _find_by_headers())

    def test_admin_is_the_admin(self):
        self.assertEqual(
            ('admin', 'admin', 'admin'), _find_by_headers(auth_token='admin')
        )

    def test_a_token_names_user_and_project(self):
        self.assertEqual(('u', 'p', ''), _find_by_headers(auth_token='u:p'))

    def test_roles_are_those_that_are_sent(self):
        self.assertEqual(
            ('u', 'p', 'reader'),
            _find_by_headers(auth_token='u:p', roles='reader'),
        )
        self.assertEqual(
            ('admin', 'admin', 'admin,service'),
            _find_by_headers(auth_token='admin', roles='admin,service'),
        )

    def test_the_project_is_the_one_that_is_sent(self):
        self.assertEqual(
            ('u', 'other', ''),
            _find_by_headers(auth_token='u:p', project_id='other'),
        )
        self.assertEqual(
            ('u', 'p', ''), _find_by_headers(auth_token='u:p', project_id='')
        )

    def test_a_system_scoped_caller_has_no_project(self):
        environ = {
            'HTTP_X_AUTH_TOKEN': 'admin:p',
            'HTTP_OPENSTACK_SYSTEM_SCOPE': 'all',
        }
        self.assertEqual(
            ('admin', None, 'admin'), _find_identity(environ, _conf('noauth2'))
        )

    def test_identity_headers_of_clients_are_ignored(self):
        self.assertEqual(
            (None, None, None),
            _find_by_headers(user_id='root', project_id='x', roles='admin'),
        )

    def test_noauth2_accepts_any_password(self):
        word = base64.b64encode(b'u:anything').decode()
        self.assertEqual(
            ('u', 'u', ''), _find_by_authorization(f'Basic {word}', 'noauth2')
        )

    def test_a_name_that_a_database_cannot_store_is_unknown(self):
        for name in ('x' * 256, 'a\0b', ''):
            word = base64.b64encode(f'{name}:y'.encode()).decode()
            self.assertEqual(
                (None, None, None),
                _find_by_authorization(f'Basic {word}', 'noauth2'),
            )

    def test_malformed_credentials_are_ignored(self):
        for word in (
            '',
            '\xff',
            '\xc3\xa9',
            'a' * 5,
            base64.b64encode(b'\xff:\xfe').decode(),
            base64.b64encode(b'no colon').decode(),
        ):
            for strategy in ('noauth2', 'http_basic'):
                self.assertEqual(
                    (None, None, None),
                    _find_by_authorization(f'Basic {word}', strategy),
                    (word, strategy),
                )


class TestClaims(unittest.TestCase):
    """Headers that oslo.context trusts, and that clients must not set."""

    CLAIMS = (
        'OPENSTACK_SYSTEM_SCOPE',
        'X_DOMAIN_ID',
        'X_DOMAIN_NAME',
        'X_IS_ADMIN_PROJECT',
        'X_PROJECT_DOMAIN_ID',
        'X_PROJECT_ID',
        'X_PROJECT_NAME',
        'X_ROLE',
        'X_ROLES',
        'X_SERVICE_ROLES',
        'X_SERVICE_TOKEN',
        'X_SERVICE_USER_ID',
        'X_TENANT',
        'X_TENANT_ID',
        'X_TENANT_NAME',
        'X_USER',
        'X_USER_DOMAIN_ID',
        'X_USER_ID',
        'X_USER_NAME',
    )

    def _context(self, strategy, **proof):
        """Return the context of a request that claims everything."""
        inner_environ = {}
        conf = _conf(strategy)
        environ = {f'HTTP_{name}': 'admin' for name in self.CLAIMS} | proof
        strategies.middleware(
            lambda environ, _start: inner_environ.update(environ),
            conf,
            credentials.create(conf),
            None,
        )(environ, None)
        policy_values = context.RequestContext.from_environ(
            inner_environ, services=None
        )
        return dict(policy_values.to_policy_values())

    def test_headers_without_a_token_identify_no_user(self):
        for strategy in ('noauth2', 'http_basic'):
            policy_values = self._context(strategy)
            for name in ('user_id', 'project_id', 'system_scope', 'domain_id'):
                self.assertIsNone(policy_values[name], (strategy, name))
            self.assertEqual([], policy_values['roles'], strategy)
            self.assertEqual([], policy_values['service_roles'], strategy)

    def test_headers_add_nothing_to_a_caller_with_a_password(self):
        word = base64.b64encode(b'joe:word').decode()
        values = self._context('noauth2', HTTP_AUTHORIZATION=f'Basic {word}')
        self.assertEqual(
            ('joe', 'joe', None, None, []),
            tuple(
                values[name]
                for name in (
                    'user_id',
                    'project_id',
                    'system_scope',
                    'domain_id',
                    'service_roles',
                )
            ),
        )

    def test_a_believed_token_has_no_claims_but_roles_and_scope(self):
        values = self._context(
            'noauth2', HTTP_X_AUTH_TOKEN='joe:mine', HTTP_X_ROLES='reader'
        )
        self.assertEqual(
            ('joe', ['reader'], 'admin', 'admin', 'admin', None, None, []),
            tuple(
                values[name]
                for name in (
                    'user_id',
                    'roles',
                    'system_scope',
                    'domain_id',
                    'project_id',
                    'user_domain_id',
                    'service_user_id',
                    'service_roles',
                )
            ),
        )
