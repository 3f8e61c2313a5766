"""The command `placement-inv users`."""

import io
import json
import pathlib
from unittest import mock

import fixtures
import testtools

from placement_inv.tests.fixtures import command
from placement_inv.tests.fixtures import passwords


class TestUsers(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.useFixture(fixtures.TempDir()).path
        self.file = pathlib.Path(directory, 'placement-inv.conf')
        self.file.write_text(
            '[placement_database]\n'
            f'connection = sqlite:///{directory}/p.db\n'
            'sync_on_startup = true\n'
        )

    def run_command(self, *words, password=None):
        text = '' if password is None else f'{password}\n'
        with mock.patch('sys.stdin', io.StringIO(text)):
            return command.run(
                'users', *words, '--config-file', str(self.file)
            )

    def list_accounts(self):
        _code, out, _err = self.run_command('list', '--format', 'json')
        return {row['username']: row for row in json.loads(out)}

    def test_an_account_lives_and_ends(self):
        words = ('add', 'bob', '--first-name', 'Bob')
        code, out, err = self.run_command(*words, password='secret-of-bob')
        self.assertEqual((0, '1 bob\n', ''), (code, out, err))
        self.assertEqual('Bob', self.list_accounts()['bob']['first_name'])
        words = ('change', 'bob', '--superuser', 'yes', '--email', 'b@c.d')
        self.assertEqual(0, self.run_command(*words)[0])
        bob = self.list_accounts()['bob']
        self.assertEqual((True, 'b@c.d'), (bob['is_superuser'], bob['email']))
        code, _out, err = self.run_command('remove', 'bob')
        self.assertEqual(1, code)
        self.assertIn('last account of a system administrator', err)
        self.run_command('add', 'eve', '--superuser', password='secret')
        self.assertEqual(0, self.run_command('remove', 'bob')[0])
        self.assertEqual(['eve'], list(self.list_accounts()))

    def test_passwords_are_read_and_checked(self):
        for password, sentence in (
            (None, 'no password'),
            ('', 'no password'),
            ('x' * 73, 'more than 72 bytes'),
        ):
            code, _out, err = self.run_command('add', 'bob', password=password)
            self.assertEqual(1, code, sentence)
            self.assertIn(sentence, err)
        self.assertEqual({}, self.list_accounts())

    def test_fields_are_checked_as_in_the_api(self):
        for words, sentence in (
            (('',), 'username: This field may not be blank'),
            (('a:b',), 'username: Enter a valid username'),
            (('a\nb',), 'username: Enter a valid username'),
            (('x' * 151,), 'username: Ensure this field has no more than 150'),
            (('bob', '--first-name', 'x' * 151), 'first_name: Ensure'),
            (('bob', '--email', 'x' * 255), 'email: Ensure'),
        ):
            code, _out, err = self.run_command('add', *words, password='p')
            self.assertEqual(1, code, words)
            self.assertIn(sentence, err)
        for password in ('p\0w', '$encrypted$'):
            code, _out, err = self.run_command('add', 'bob', password=password)
            self.assertEqual(1, code, password)
            self.assertIn('password', err)
        self.assertEqual({}, self.list_accounts())
        self.run_command('add', 'bob', password='p')
        code, _out, err = self.run_command(
            'change', 'bob', '--last-name', 'x' * 151
        )
        self.assertEqual(1, code)
        self.assertIn('last_name: Ensure', err)

    def test_a_name_of_the_htpasswd_file_is_refused(self):
        path = self.file.with_name('htpasswd')
        passwords.write(path, {'alice': 'secret'})
        with self.file.open('a') as file:
            file.write(
                '[api]\n'
                'auth_strategy = http_basic\n'
                f'http_basic_auth_user_file = {path}\n'
            )
        code, _out, err = self.run_command('add', 'alice', password='p')
        self.assertEqual(1, code)
        self.assertIn('alice is a user of the htpasswd file', err)
        self.assertEqual({}, self.list_accounts())

    def test_one_account_is_shown(self):
        for name in ('bob', 'eve'):
            self.run_command('add', name, '--auditor', password='p')
        code, out, err = self.run_command('show', 'eve')
        self.assertEqual((0, '2 eve auditor\n', ''), (code, out, err))
        _code, out, _err = self.run_command('show', 'eve', '--format', 'json')
        (eve,) = json.loads(out)
        self.assertTrue(eve['is_system_auditor'])

    def test_names_that_are_none_are_named(self):
        for words in (
            ('remove', 'nobody'),
            ('show', 'nobody'),
            ('change', 'nobody', '--email', 'a@b.c'),
            ('role', 'nobody', 'read', '--organization', 'o'),
        ):
            code, _out, err = self.run_command(*words)
            self.assertEqual(1, code, words)
            self.assertIn('No User matches', err)
        self.run_command('add', 'bob', password='secret')
        for words in (
            ('role', 'bob', 'read', '--organization', 'none'),
            ('role', 'bob', 'read', '--inventory', 'none++none'),
        ):
            code, _out, err = self.run_command(*words)
            self.assertEqual(1, code, words)
            self.assertNotEqual('', err)
