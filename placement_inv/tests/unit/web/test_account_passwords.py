import unittest

import bcrypt

from placement_inv.web import account_passwords


class TestHashes(unittest.TestCase):
    def test_a_hash_is_that_of_its_password(self):
        hash_ = account_passwords.hash_password('pässword')
        self.assertTrue(bcrypt.checkpw('pässword'.encode(), hash_))
        self.assertFalse(bcrypt.checkpw(b'other', hash_))

    def test_a_password_that_bcrypt_would_cut_is_refused(self):
        account_passwords.hash_password('x' * 72)
        for text in ('x' * 73, 'ä' * 37):
            self.assertRaises(
                ValueError, account_passwords.hash_password, text
            )
