"""What a process says when it starts."""

import types
import unittest

from placement_inv import deploy
from placement_inv.tests import confined


class TestConfinement(unittest.TestCase):
    def _messages(self, *lacks, **options):
        with (
            confined.lesser_system(*lacks),
            self.assertLogs(deploy.LOG, 'WARNING') as logs,
        ):
            deploy.announce_confinement(_services(**options))
        return [record.getMessage() for record in logs.records]

    def test_what_lacks_is_said_once_and_what_follows_from_it(self):
        (message,) = self._messages(confined.NO_FILES)
        self.assertIn('Landlock', message)
        self.assertIn('no inventory source is loaded', message)
        (message,) = self._messages(confined.NO_CALLS)
        self.assertIn('seccomp', message)

    def test_what_lacks_and_is_not_required(self):
        (message,) = self._messages(confined.NO_FILES, require=False)
        self.assertIn('read without protection', message)
        self.assertIn('constructed inventories are not updated', message)

    def test_sources_that_are_programs_are_not_confined_anyhow(self):
        (message,) = self._messages(confined.NO_FILES, executable=True)
        self.assertTrue(
            message.endswith('constructed inventories are not updated')
        )

    @confined.required('files', 'calls')
    def test_names_of_files(self):
        (message,) = self._messages(confined.NO_ROOT)
        self.assertIn('which files exist', message)

    @confined.required('files', 'calls', 'root')
    def test_a_system_that_has_all_says_nothing(self):
        with self.assertNoLogs(deploy.LOG, 'WARNING'):
            deploy.announce_confinement(_services())


def _services(require=True, executable=False):
    options = types.SimpleNamespace(
        require_confinement=require, allow_executable=executable
    )
    return types.SimpleNamespace(
        conf=types.SimpleNamespace(inventory_sources=options)
    )
