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
        self.proofs = 0
        self.is_busy = False
        self.keys = []
        self.passwords = htpasswd.Passwords(
            self.path,
            lambda: self.now,
            types.SimpleNamespace(run=self._limited),
        )
        self.patch(htpasswd.bcrypt, 'checkpw', self._checkpw)

    def _checkpw(self, password, entry):
        self.proofs += 1
        return _CHECKPW(password, entry)

    def _limited(self, key, address, check, wait=True):
        """Stand for what limits checks."""
        self.keys.append((key, address, wait))
        if self.is_busy:
            raise errors.TooManyAttempts()
        return check()

    def _rewrite(self, text):
        self.path.write_text(text)
        # Two writes within one tick of the clock look alike.
        os.utime(self.path, (self.now + 1, self.now + 1))

    def _prove(self, password='wonder:land', user='alice'):
        return self.passwords.check_password(user, password)

    def test_a_password_is_proved_once(self):
        self.assertEqual([True] * 3, [self._prove() for _ in range(3)])
        self.assertEqual(1, self.proofs)

    def test_a_wrong_password_is_proved_wrong_each_time(self):
        self.assertTrue(self._prove())
        self.assertEqual([False] * 2, [self._prove('x') for _ in range(2)])
        self.assertEqual(3, self.proofs)
        self.assertTrue(self._prove())
        self.assertEqual(3, self.proofs)

    def test_a_proof_is_forgotten_after_a_while(self):
        self._prove()
        self.now = 299.0
        self._prove()
        self.assertEqual(1, self.proofs)
        self.now = 300.0
        self.assertTrue(self._prove())
        self.assertEqual(2, self.proofs)

    def test_a_new_password_ends_the_old_one_at_once(self):
        self._prove()
        stamp = self.passwords.password_fingerprint('alice')
        self._rewrite(passwords.entry('alice', 'new'))
        self.assertFalse(self._prove())
        self.assertTrue(self._prove('new'))
        self.assertNotEqual(
            stamp, self.passwords.password_fingerprint('alice')
        )

    def test_who_leaves_the_file_is_unknown_at_once(self):
        self._prove()
        self._rewrite(passwords.entry('bob', 'b'))
        self.assertFalse(self._prove())
        self.assertFalse(self.passwords.knows('alice'))
        self.assertEqual('', self.passwords.password_fingerprint('alice'))

    def test_nobody_is_checked_as_slowly_as_somebody(self):
        self.assertFalse(self._prove(user='nobody'))
        self.assertEqual(1, self.proofs)

    def test_no_file_no_users(self):
        self.path.unlink()
        self.assertFalse(self._prove())
        passwords.write(self.path, {'alice': 'wonder:land'})
        self.assertTrue(self._prove())

    def test_only_bcrypt_entries_count(self):
        self._rewrite('# users\n\nalice:{SHA}secret\nbob:plain\ncarol:$2y$x\n')
        self.assertFalse(self._prove('secret'))
        self.assertFalse(self._prove('plain', 'bob'))
        self.assertFalse(self._prove('', 'carol'))

    def test_what_bcrypt_cannot_read_is_wrong(self):
        self.assertFalse(self._prove('wonder:land\0'))
        self.assertFalse(self._prove('x' * 1000))

    def test_bytes_after_the_seventy_second_do_not_count(self):
        self._rewrite(passwords.entry('alice', 'x' * 72))
        self.assertTrue(self._prove('x' * 100))

    def test_what_is_remembered_is_not_checked(self):
        self._prove()
        self.is_busy = True
        self.assertTrue(self._prove())

    def test_an_older_proof_is_enough_while_others_are_checked(self):
        self._prove()
        self.now = 300.0
        self.is_busy = True
        self.assertTrue(self._prove())
        # It did not wait either.
        self.assertFalse(self.keys[-1][2])
        self.is_busy = False
        self._prove()
        self.assertEqual(2, self.proofs)

    def test_what_was_never_proved_is_refused_while_others_are_checked(self):
        self._prove()
        self.is_busy = True
        for password, user in (('x', 'alice'), ('wonder:land', 'nobody')):
            with self.assertRaises(errors.TooManyAttempts):
                self._prove(password, user)
            self.assertTrue(self.keys[-1][2])

    def test_an_older_proof_of_another_entry_is_none(self):
        self._prove()
        self._rewrite(passwords.entry('alice', 'wonder:land'))
        self.is_busy = True
        with self.assertRaises(errors.TooManyAttempts):
            self._prove()

    def test_equal_attempts_have_one_key(self):
        self._prove('x')
        self._prove('x')
        self._prove('y')
        self._prove('x', 'bob')
        keys = [key for key, _, _ in self.keys]
        self.assertEqual(keys[0], keys[1])
        self.assertEqual(3, len(set(keys)))

    def test_nobody_costs_what_the_file_usually_costs(self):
        seen = []
        self.patch(
            htpasswd.bcrypt, 'checkpw', lambda _, entry: seen.append(entry)
        )
        self._prove(user='nobody')
        self.assertEqual(b'$2b$04$', seen[0][:7])
