"""Sentences that name the files because of which a run failed."""

import os
from unittest import mock

from placement_inv.objects.host_inventory.importing import diagnosis
from placement_inv.tests.unit.objects.host_inventory.importing import (
    test_source_tree,
)

_BROKEN = 'a: 1\nx: [\n'


class TestReasons(test_source_tree.TreeCase):
    def find(self, output=''):
        return diagnosis.find_reasons(self.tree_of(self.root), output)

    def test_inventories_that_the_tool_names(self):
        line = f'Completely failed to parse inventory source {self.root}/b.yml'
        self.assertEqual(
            (
                'It could not read b.yml as an inventory; see the output. '
                'Nothing was loaded.',
            ),
            self.find(f'[WARNING]: other\n[ERROR]: {line}\n'),
        )

    def test_vaults_are_named_if_a_secret_was_missing(self):
        self.write('group_vars/web/vault.yml', '$ANSIBLE_VAULT;1.1;AES256\n')
        (reason,) = self.find(
            'Attempting to decrypt but no vault secrets found'
        )
        self.assertIn('cannot be read: group_vars/web/vault.yml.', reason)
        self.assertIn('PLACEMENT_INV_VAULT_FILES: skip', reason)
        self.assertEqual((), self.find('something else'))

    def test_invalid_files_of_variables(self):
        self.write('group_vars/web/plain.yml', _BROKEN)
        self.write('host_vars/a', 'x: !vault |\n  12\ny: !unknown {a: b}\n')
        self.write('host_vars/b.json', '{\n\t"x": 1}')
        self.write('host_vars/c.txt', _BROKEN)
        os.mkfifo(os.path.join(self.root, 'host_vars', 'd'))
        self.assertEqual(
            (
                'Files of variables are not valid YAML: '
                'group_vars/web/plain.yml (line 3).',
            ),
            self.find(),
        )

    def test_few_files_are_named_and_read(self):
        for number in range(9):
            self.write(f'host_vars/{number}.yml', _BROKEN)
        (reason,) = self.find()
        self.assertEqual(5, reason.count('(line 3)'))
        self.assertIn(', ….', reason)
        with mock.patch.object(diagnosis, '_MAX_FILES', 0):
            self.assertEqual((), self.find())
        with mock.patch.object(diagnosis, '_MAX_FILE_SIZE', 4):
            self.assertEqual((), self.find())

    def test_costly_files_are_not_called_invalid(self):
        self.write('host_vars/a.yml', '%TAG !e! tag:e,2000:\n' * 30 + '---\n')
        self.write('host_vars/b.yml', '[' * 500 + ']' * 500)
        self.assertEqual((), self.find())
