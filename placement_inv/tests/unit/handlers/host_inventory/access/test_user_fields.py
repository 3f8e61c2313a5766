import unittest

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.handlers.host_inventory.access import user_fields
from placement_inv.handlers.host_inventory.fields.form import Mode


def _read(mode=Mode.CREATE, **body):
    return user_fields.FORM.read(body, versions.TENANTS, mode)


class TestForm(unittest.TestCase):
    def assert_refused(self, field, sentence, **body):
        with self.assertRaises(exceptions.InvalidFields) as refusal:
            _read(**{'username': 'bob', 'password': 'secret', **body})
        (message,) = refusal.exception.fields[field]
        self.assertIn(sentence, message)

    def test_a_password_becomes_a_hash(self):
        values = _read(username='bob', password='secret')
        self.assertTrue(values['password_hash'].startswith(b'$2b$'))
        self.assertNotIn('secret', str(values))

    def test_the_mark_and_no_text_are_no_password(self):
        for mode in Mode:
            for text in ('$encrypted$', ''):
                values = _read(mode, username='bob', password=text)
                self.assertIsNone(values['password_hash'], mode)

    def test_names_that_a_client_cannot_send_are_refused(self):
        for name in ('a:b', 'a\nb', 'a\x7fb'):
            self.assert_refused('username', 'no colon', username=name)
        self.assert_refused('username', 'blank', username='  ')
        self.assert_refused('username', 'Null', username='a\0b')
        self.assert_refused('username', '150', username='x' * 151)

    def test_invalid_passwords_are_refused(self):
        for password, sentence in (
            (None, 'valid string'),
            (['x'], 'valid string'),
            ('a\0b', 'Null'),
            ('x' * 73, '72 bytes'),
        ):
            self.assert_refused('password', sentence, password=password)

    def test_other_fields_have_their_columns_lengths(self):
        self.assert_refused('first_name', '150', first_name='x' * 151)
        self.assert_refused('email', '254', email='x' * 255)
