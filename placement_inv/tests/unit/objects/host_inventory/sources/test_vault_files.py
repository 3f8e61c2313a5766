"""The choice of a source about files that are encrypted as a whole."""

import unittest

from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import vault_files


class TestVaultFiles(unittest.TestCase):
    def test_vault_files_are_refused_unless_the_source_skips_them(self):
        for source_vars, choice in (
            ({}, vault_files.REFUSE),
            ({'other': 'skip'}, vault_files.REFUSE),
            ({vault_files.VARIABLE: 'refuse'}, vault_files.REFUSE),
            ({vault_files.VARIABLE: 'skip'}, vault_files.SKIP),
        ):
            with self.subTest(source_vars):
                self.assertEqual(choice, vault_files.read(source_vars))

    def test_other_choices_are_refused(self):
        for choice in ('read', 'SKIP', '', True, None, ['skip'], {}):
            with (
                self.subTest(choice),
                self.assertRaisesRegex(
                    import_errors.VaultChoiceRefused,
                    'PLACEMENT_INV_VAULT_FILES is refuse or skip',
                ),
            ):
                vault_files.read({vault_files.VARIABLE: choice})
