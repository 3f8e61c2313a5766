"""Runs of the real tool over sources of which it reads only a part."""

import os

from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import document
from placement_inv.tests import confined
from placement_inv.tests.functional.objects.host_inventory.importing import (
    test_command,
)

_VAULT = '$ANSIBLE_VAULT;1.1;AES256\n3136\n'
_SKIP = {'PLACEMENT_INV_VAULT_FILES': 'skip'}


class TestVaults(test_command.SourceTest):
    def setUp(self):
        super().setUp()
        self.write('site/hosts', '[web]\na\n')
        self.write('site/group_vars/web/vault.yml', _VAULT)
        self.write(
            'site/group_vars/web/plain.yml',
            'x: 1\ny: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3136\n',
        )

    def run_tool(self, path, **options):
        return command.run(
            command.Request(path, (self.root,), verbosity=0, **options)
        )

    def test_a_tree_with_a_vault_is_refused_by_its_name(self):
        result = self.run_tool('site')
        self.assertFalse(result.has_succeeded)
        self.assertIn('group_vars/web/vault.yml', result.explanation)
        self.assertIn('PLACEMENT_INV_VAULT_FILES', result.explanation)

    def test_vaults_are_left_out_and_named_on_request(self):
        for path, changes in (
            ('site', ()),
            ('site/hosts', ()),
            ('site', (confined.NO_ROOT,)),
        ):
            with self.subTest(path), confined.lesser_system(*changes):
                output = []
                result = command.run(
                    command.Request(path, (self.root,), source_vars=_SKIP),
                    on_output=output.append,
                )
                self.assertEqual('', result.explanation, result.output)
                read = document.parse(result.document)
                self.assertEqual({'x', 'y'}, set(read.groups['web'].variables))
                self.assertIn(
                    '__ansible_vault', read.groups['web'].variables['y']
                )
                self.assertIn(
                    '[WARNING]: group_vars/web/vault.yml is encrypted',
                    result.output,
                )
                self.assertEqual(result.output, ''.join(output))
                # The output names the source's own files.
                self.assertIn(f'Parsed {self.root}/site/hosts', result.output)
                self.assertNotIn('PLACEMENT_INV', str(result.environment))

    def test_programs_read_no_vault_either(self):
        script = self.write(
            'site/dynamic', '#!/bin/sh\necho \'{"web": {"hosts": ["s1"]}}\'\n'
        )
        os.chmod(script, 0o755)
        result = self.run_tool(
            'site', source_vars=_SKIP, allow_executable=True
        )
        self.assertEqual('', result.explanation, result.output)
        read = document.parse(result.document)
        self.assertEqual({'a', 's1'}, set(read.hosts))


class TestStrictRuns(test_command.SourceTest):
    def run_tool(self, **options):
        return command.run(
            command.Request('site', (self.root,), verbosity=0, **options)
        )

    def setUp(self):
        super().setUp()
        self.write('site/hosts', '[web]\na\n')
        os.mkdir(os.path.join(self.root, 'site', 'empty'))
        self.write('site/docs/README.md', 'text\n')

    def test_directories_without_an_inventory_are_no_failure(self):
        result = self.run_tool(is_strict=True)
        self.assertEqual('', result.explanation, result.output)
        self.assertEqual({'a'}, set(document.parse(result.document).hosts))

    def test_a_broken_inventory_is_named_whether_it_fails_the_run_or_not(self):
        self.write('site/b.yml', 'all: {hosts: {b: [\n')
        result = self.run_tool(is_strict=True)
        self.assertIn('could not read b.yml', result.explanation)
        self.assertIn('YAML parsing failed', result.output)
        for options in (
            {},
            {
                'is_strict': True,
                'source_vars': {
                    'ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED': False
                },
            },
        ):
            result = self.run_tool(**options)
            self.assertEqual('', result.explanation, result.output)
            self.assertIn(
                f'Unable to parse {self.root}/site/b.yml', result.output
            )
            self.assertIn('YAML parsing failed', result.output)

    def test_an_encrypted_inventory_is_no_file_of_variables(self):
        self.write('site/c.yml', _VAULT)
        result = self.run_tool(is_strict=True, source_vars=_SKIP)
        self.assertIn('could not read c.yml', result.explanation)

    def test_a_broken_file_of_variables_fails_every_run(self):
        self.write('site/group_vars/web.yml', 'x: [\n')
        for is_strict in (True, False):
            result = self.run_tool(is_strict=is_strict)
            self.assertIn('group_vars/web.yml (line 2)', result.explanation)
