"""Users and passwords of each strategy of authentication."""

import pathlib
import tempfile
import types

import testtools

from placement_inv.tests.fixtures import passwords
from placement_inv.web import credentials
from placement_inv.web import errors


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

    def test_keystone_accepts_no_password_and_issues_no_tokens(self):
        keystone = credentials.create(_conf('keystone'))
        self.assertFalse(keystone.check_password('admin', 'admin'))
        self.assertIsNone(keystone.find_roles('admin'))
        self.assertFalse(keystone.issues_tokens)

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
        with self.assertLogs(credentials.LOG, 'WARNING') as logs:
            self.assertRaises(
                errors.TooManyAttempts,
                htpasswd.check_password,
                'alice',
                's3cret',
                '192.0.2.1',
            )
        self.assertIn('refused 1 attempts', logs.output[0])


class TestRefusals(testtools.TestCase):
    def test_one_line_counts_the_attempts_of_ten_seconds(self):
        now = [0.0]
        refusals = credentials._Refusals(lambda: now[0])
        lines = []
        self.patch(
            credentials.LOG, 'warning', lambda *values: lines.append(values)
        )
        for now[0] in (0.0, 1.0, 9.0, 10.0, 11.0):
            refusals.add(f'user-{now[0]:.0f}', None)
        self.assertEqual(
            [(1, "'user-0'", "''"), (3, "'user-10'", "''")],
            [values[1:] for values in lines],
        )
