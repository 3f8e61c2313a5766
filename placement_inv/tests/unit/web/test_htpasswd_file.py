"""The valid entries of an htpasswd file, and its former users."""

import os
import pathlib
import tempfile

import fixtures
import testtools

from placement_inv.tests.fixtures import passwords
from placement_inv.web import htpasswd_file

_HASH = '6lbxh2fi2BXZ/f.YBWTMceH0SMcRTMFzANEtjsAKK0ZuTLzI3b.a.'


def _line(user, cost):
    return f'{user}:$2y${cost:02d}${_HASH}\n'


class TestHtpasswdFile(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory, 'htpasswd')
        self.ticks = 0
        #: Texts that other programs write while the reader pauses.
        self.meanwhile = []
        self.logger = self.useFixture(fixtures.FakeLogger())
        self.file = htpasswd_file.HtpasswdFile(self.path, self._pause)

    def _pause(self, _seconds):
        if self.meanwhile:
            self._write(self.meanwhile.pop(0))

    def _write(self, text):
        self.path.write_text(text)
        # Two writes in one tick of the clock have the same time.
        self.ticks += 1
        os.utime(self.path, (self.ticks, self.ticks))

    def test_the_decoy_has_the_most_frequent_cost(self):
        for costs, expected in (
            ((10, 10, 15), 10),
            ((10, 15, 15), 15),
            ((5, 12), 12),
            ((), 12),
        ):
            self._write(
                ''.join(_line(f'user-{n}', c) for n, c in enumerate(costs))
            )
            self.file.entry('nobody')
            entry = self.file.decoy()
            self.assertEqual(b'$2b$%02d$' % expected, entry[:7], costs)
            self.assertEqual(60, len(entry))

    def test_different_costs_are_a_warning(self):
        self._write(_line('a', 12) + _line('b', 12))
        self.file.entry('a')
        self.assertEqual('', self.logger.output)
        self._write(_line('a', 5) + _line('b', 12))
        self.file.entry('a')
        self.assertIn('have the costs 5, 12: ', self.logger.output)
        self.assertNotIn(_HASH, self.logger.output)

    def test_a_high_cost_is_a_warning(self):
        self._write(_line('a', 15))
        self.file.entry('a')
        self.assertIn('has the cost 15', self.logger.output)

    def test_malformed_entries_are_ignored(self):
        for entry in (
            f'$2y$03${_HASH}',
            f'$2y$32${_HASH}',
            f'$2x$12${_HASH}',
            f'$2y$12${_HASH[:-1]}',
            f'$2y$12${_HASH[:-1]}é',
            '{SHA}secret',
            '',
        ):
            self._write(f'a:{entry}\n')
            self.assertIsNone(self.file.entry('a'), entry)
            self.assertIn('Line 1 of ', self.logger.output)
            self.assertIn('`htpasswd -B -C 12`', self.logger.output)
            self.assertNotIn('secret', self.logger.output)

    def test_former_users_are_kept_until_they_are_forgotten(self):
        self._write(_line('alice', 12) + _line('bob', 12))
        self.assertEqual(frozenset(), self.file.former_users())
        self._write(_line('bob', 12))
        self.assertEqual({'alice'}, self.file.former_users())
        self.assertTrue(self.file.lacks('alice'))
        # A new entry of the name does not undo it.
        self._write(_line('alice', 12) + _line('bob', 12))
        self.assertEqual({'alice'}, self.file.former_users())
        self.assertFalse(self.file.lacks('alice'))
        self.file.forget('alice')
        self.assertEqual(frozenset(), self.file.former_users())

    def test_a_user_with_another_password_has_not_left(self):
        self._write(_line('alice', 12))
        self.file.entry('alice')
        self._write(_line('alice', 10))
        self.assertEqual(frozenset(), self.file.former_users())

    def test_without_a_file_no_user_has_left(self):
        self._write(_line('alice', 12) + _line('bob', 12))
        self.assertIsNotNone(self.file.entry('alice'))
        self.path.unlink()
        self.assertIsNone(self.file.entry('alice'))
        self.assertFalse(self.file.lacks('alice'))
        self.assertEqual(frozenset(), self.file.former_users())
        # The new file lacks one of them.
        self._write(_line('bob', 12))
        self.assertEqual({'alice'}, self.file.former_users())

    def test_a_half_written_file_is_not_read(self):
        whole = _line('alice', 12) + _line('bob', 12)
        self._write(whole)
        self.file.entry('alice')
        self.meanwhile = [_line('alice', 12) + 'bob:$2y$12', whole]
        self._write('')
        self.assertEqual(frozenset(), self.file.former_users())
        self.assertIsNotNone(self.file.entry('bob'))

    def test_a_file_that_stays_empty_is_empty(self):
        self._write(_line('alice', 12))
        self.file.entry('alice')
        self._write('')
        self.assertEqual({'alice'}, self.file.former_users())

    def test_the_last_line_may_have_no_newline(self):
        self._write(passwords.entry('alice', 'x').rstrip('\n'))
        self.assertIsNotNone(self.file.entry('alice'))
