import os
import pathlib
import tempfile
import types

import bcrypt
import testtools

from placement_inv.tests.fixtures import passwords
from placement_inv.web import errors
from placement_inv.web import htpasswd

_CHECKPW = bcrypt.checkpw


class TestPasswords(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory, 'htpasswd')
        passwords.write(self.path, {'alice': 'wonder:land'})
        self.now = 0.0
        self.checks = 0
        self.is_busy = False
        self.keys = []
        self.passwords = htpasswd.Passwords(
            self.path,
            lambda: self.now,
            types.SimpleNamespace(run=self._run_check),
        )
        self.patch(htpasswd.bcrypt, 'checkpw', self._checkpw)

    def _checkpw(self, password, entry):
        self.checks += 1
        return _CHECKPW(password, entry)

    def _run_check(self, key, address, check, wait=True):
        """Replace `PasswordChecks.run`."""
        self.keys.append((key, address, wait))
        if self.is_busy:
            raise errors.TooManyAttempts()
        return check()

    def _rewrite(self, text):
        self.path.write_text(text)
        # Two writes in one tick of the clock have the same time.
        os.utime(self.path, (self.now + 1, self.now + 1))

    def _check(self, password='wonder:land', user='alice'):
        return self.passwords.check_password(user, password)

    def test_a_password_is_checked_once(self):
        self.assertEqual([True] * 3, [self._check() for _ in range(3)])
        self.assertEqual(1, self.checks)

    def test_a_wrong_password_is_checked_each_time(self):
        self.assertTrue(self._check())
        self.assertEqual([False] * 2, [self._check('x') for _ in range(2)])
        self.assertEqual(3, self.checks)
        self.assertTrue(self._check())
        self.assertEqual(3, self.checks)

    def test_a_proof_ends_after_five_minutes(self):
        self._check()
        self.now = 299.0
        self._check()
        self.assertEqual(1, self.checks)
        self.now = 300.0
        self.assertTrue(self._check())
        self.assertEqual(2, self.checks)

    def test_a_new_password_ends_the_old_one_at_once(self):
        self._check()
        fingerprint = self.passwords.password_fingerprint('alice')
        self._rewrite(passwords.entry('alice', 'new'))
        self.assertFalse(self._check())
        self.assertTrue(self._check('new'))
        self.assertNotEqual(
            fingerprint, self.passwords.password_fingerprint('alice')
        )

    def test_a_user_removed_from_the_file_is_unknown_at_once(self):
        self._check()
        self._rewrite(passwords.entry('bob', 'b'))
        self.assertFalse(self._check())
        self.assertFalse(self.passwords.knows('alice'))
        self.assertEqual('', self.passwords.password_fingerprint('alice'))

    def test_unknown_users_are_checked_too(self):
        self.assertFalse(self._check(user='nobody'))
        self.assertEqual(1, self.checks)

    def test_without_a_file_there_are_no_users(self):
        self.path.unlink()
        self.assertFalse(self._check())
        passwords.write(self.path, {'alice': 'wonder:land'})
        self.assertTrue(self._check())

    def test_only_bcrypt_entries_count(self):
        self._rewrite('# users\n\nalice:{SHA}secret\nbob:plain\ncarol:$2y$x\n')
        self.assertFalse(self._check('secret'))
        self.assertFalse(self._check('plain', 'bob'))
        self.assertFalse(self._check('', 'carol'))

    def test_passwords_that_bcrypt_refuses_are_wrong(self):
        self.assertFalse(self._check('wonder:land\0'))
        self.assertFalse(self._check('x' * 1000))

    def test_bytes_after_the_72nd_are_ignored(self):
        self._rewrite(passwords.entry('alice', 'x' * 72))
        self.assertTrue(self._check('x' * 100))

    def test_a_proof_needs_no_turn(self):
        self._check()
        self.is_busy = True
        self.assertTrue(self._check())

    def test_an_expired_proof_is_enough_while_others_are_checked(self):
        self._check()
        self.now = 300.0
        self.is_busy = True
        self.assertTrue(self._check())
        # It did not wait for a turn.
        self.assertFalse(self.keys[-1][2])
        self.is_busy = False
        self._check()
        self.assertEqual(2, self.checks)

    def test_without_a_proof_an_attempt_is_refused_while_others_are_checked(
        self,
    ):
        self._check()
        self.is_busy = True
        for password, user in (('x', 'alice'), ('wonder:land', 'nobody')):
            with self.assertRaises(errors.TooManyAttempts):
                self._check(password, user)
            self.assertTrue(self.keys[-1][2])

    def test_a_proof_of_an_old_entry_is_not_enough(self):
        self._check()
        self._rewrite(passwords.entry('alice', 'wonder:land'))
        self.is_busy = True
        with self.assertRaises(errors.TooManyAttempts):
            self._check()

    def test_equal_attempts_have_one_key(self):
        self._check('x')
        self._check('x')
        self._check('y')
        self._check('x', 'bob')
        keys = [key for key, _, _ in self.keys]
        self.assertEqual(keys[0], keys[1])
        self.assertEqual(3, len(set(keys)))

    def test_the_check_of_an_unknown_user_has_the_usual_cost(self):
        entries = []
        self.patch(
            htpasswd.bcrypt, 'checkpw', lambda _, entry: entries.append(entry)
        )
        self._check(user='nobody')
        self.assertEqual(b'$2b$04$', entries[0][:7])
