"""Users and passwords of each strategy of authentication."""

import pathlib
import tempfile
import types

import testtools

from placement_inv.objects.host_inventory.access import account
from placement_inv.tests.fixtures import passwords
from placement_inv.web import credentials
from placement_inv.web import errors
from placement_inv.web import logins


def _conf(strategy, path='/nowhere', **options):
    return types.SimpleNamespace(
        api=types.SimpleNamespace(
            auth_strategy=strategy,
            http_basic_auth_user_file=str(path),
            http_basic_roles=['member', 'reader'],
        ),
        host_inventory=types.SimpleNamespace(**options),
    )


class TestStrategies(testtools.TestCase):
    def test_noauth2_accepts_every_name_and_one_admin(self):
        noauth = credentials.create(_conf('noauth2'))
        self.assertTrue(noauth.check_password('joe', 'x'))
        self.assertFalse(noauth.check_password('', 'x'))
        self.assertEqual('admin', noauth.find_roles('admin'))
        self.assertEqual('', noauth.find_roles('joe'))
        self.assertFalse(noauth.lacks('joe'))

    def test_keystone_knows_roles_in_projects_alone(self):
        keystone = credentials.create(_conf('keystone'))
        self.assertIsNone(keystone.find_roles('admin'))
        self.assertFalse(keystone.lacks('admin'))

    def test_a_token_beside_keystone_is_for_one_project_or_domain(self):
        keystone = credentials.create(_conf('keystone'))
        project = {'HTTP_X_PROJECT_ID': 'p'}
        domain = {'HTTP_X_DOMAIN_ID': 'd'}
        plain = {'keystone.token_info': {'token': {'methods': [], 'user': {}}}}
        for environ, scope in (
            (project, {'project_id': 'p'}),
            (project | plain, {'project_id': 'p'}),
            (domain | plain, {'domain_id': 'd'}),
        ):
            self.assertEqual(scope, keystone.scope_of(environ))
        self.assertRaises(errors.TokenNeedsProject, keystone.scope_of, plain)
        for name in ('application_credential', 'OS-TRUST:trust', 'new'):
            token = {'keystone.token_info': {'token': {name: {}}}}
            self.assertRaises(
                errors.DelegatedToken, keystone.scope_of, project | token
            )

    def test_a_user_of_other_strategies_has_no_project_of_keystone(self):
        noauth = credentials.create(_conf('noauth2'))
        self.assertEqual(logins.Login('joe', 'joe'), noauth.log_in('joe', 'x'))
        self.assertIsNone(noauth.log_in('', 'x'))
        self.assertEqual({}, noauth.scope_of({}))
        self.assertTrue(noauth.knows_project('p'))

    def test_an_unknown_strategy_is_an_error(self):
        self.assertRaises(KeyError, credentials.create, _conf('hope'))


class TestHtpasswd(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory, 'htpasswd')
        passwords.write(self.path, {'alice': 'wonder:land'})

    def _create(self, tokens_end_with_password=False):
        return credentials.create(
            _conf(
                'http_basic',
                self.path,
                tokens_end_with_password=tokens_end_with_password,
            )
        )

    def test_users_of_the_file_have_the_configured_roles(self):
        htpasswd = self._create()
        self.assertTrue(htpasswd.check_password('alice', 'wonder:land'))
        self.assertEqual('member,reader', htpasswd.find_roles('alice'))
        self.assertIsNone(htpasswd.find_roles('bob'))
        self.assertTrue(htpasswd.lacks('bob'))

    def test_an_account_is_no_user_who_enters_the_file_during_the_check(self):
        htpasswd = self._create()
        hash_ = passwords.entry('bob', 'secret').strip().partition(':')[2]
        htpasswd.accounts.use(
            types.SimpleNamespace(
                find_by_name=lambda name: account.Account(
                    'account:1', name, hash_.encode(), False, False
                )
            )
        )
        self.assertEqual(
            logins.Login('account:1', 'bob'), htpasswd.log_in('bob', 'secret')
        )
        check_password = htpasswd.check_password

        def check_and_write(*arguments):
            result = check_password(*arguments)
            passwords.write(self.path, {'bob': 'another'})
            return result

        self.patch(htpasswd, 'check_password', check_and_write)
        self.assertIsNone(htpasswd.log_in('bob', 'secret'))

    def test_a_wrong_password_is_logged_without_the_password(self):
        htpasswd = self._create()
        name = 'mallory\n' + 'x' * 100
        with self.assertLogs(credentials.LOG, 'WARNING') as logs:
            self.assertFalse(
                htpasswd.check_password(name, 's3cret', '192.0.2.1')
            )
        (line,) = logs.output
        self.assertIn(r"user 'mallory\nxxx", line)
        self.assertIn("from '192.0.2.1'", line)
        self.assertNotIn('x' * 80, line)
        self.assertNotIn('s3cret', line)

    def test_fingerprints_follow_the_password(self):
        htpasswd = self._create(tokens_end_with_password=True)
        fingerprint = htpasswd.password_fingerprint('alice')
        self.assertTrue(htpasswd.accepts_fingerprint('alice', fingerprint))
        for other in ('', None, 'another'):
            self.assertFalse(htpasswd.accepts_fingerprint('alice', other))
        # A user without an entry has the fingerprint ''.
        self.assertFalse(htpasswd.accepts_fingerprint('bob', ''))

    def test_without_the_option_only_passwordless_tokens_are_refused(self):
        htpasswd = self._create(tokens_end_with_password=False)
        self.assertTrue(htpasswd.accepts_fingerprint('alice', 'another'))
        self.assertTrue(htpasswd.accepts_fingerprint('alice', None))
        self.assertFalse(htpasswd.accepts_fingerprint('alice', ''))

    def test_an_attempt_too_many_is_refused_and_logged(self):
        htpasswd = self._create()

        def refuse(*_arguments, **_options):
            raise errors.TooManyAttempts()

        self.patch(htpasswd._passwords, '_checks', types.SimpleNamespace())
        htpasswd._passwords._checks.run = refuse
        with self.assertLogs(logins.LOG, 'WARNING') as logs:
            self.assertRaises(
                errors.TooManyAttempts,
                htpasswd.check_password,
                'alice',
                's3cret',
                '192.0.2.1',
            )
        self.assertIn('refused 1 attempts', logs.output[0])
