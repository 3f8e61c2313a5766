"""Messages at the start of a process."""

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

    def test_a_missing_layer_is_logged_once_with_the_consequence(self):
        (message,) = self._messages(confined.NO_FILES)
        self.assertIn('Landlock', message)
        self.assertIn('no inventory source is loaded', message)
        (message,) = self._messages(confined.NO_CALLS)
        self.assertIn('seccomp', message)

    def test_a_missing_layer_that_is_not_required(self):
        (message,) = self._messages(confined.NO_FILES, require=False)
        self.assertIn('read without protection', message)
        self.assertIn('constructed inventories are not updated', message)

    def test_executable_sources_are_never_confined(self):
        (message,) = self._messages(confined.NO_FILES, executable=True)
        self.assertTrue(
            message.endswith('constructed inventories are not updated')
        )

    @confined.requires('files', 'calls')
    def test_without_root_the_names_of_files_are_visible(self):
        (message,) = self._messages(confined.NO_ROOT)
        self.assertIn('which files exist', message)

    @confined.requires('files', 'calls', 'root')
    def test_a_system_with_all_layers_logs_nothing(self):
        with self.assertNoLogs(deploy.LOG, 'WARNING'):
            deploy.announce_confinement(_services())


def _services(require=True, executable=False):
    options = types.SimpleNamespace(
        require_confinement=require, allow_executable=executable
    )
    return types.SimpleNamespace(
        conf=types.SimpleNamespace(inventory_sources=options)
    )
