"""The trees of files that the tool reads instead of a source."""

import os
import tempfile
import unittest
from unittest import mock

from placement_inv.objects.host_inventory.importing import source_tree
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import source_path

_VAULT = '$ANSIBLE_VAULT;1.1;AES256\n3136\n'


class TreeCase(unittest.TestCase):
    """A test with a source in `root`, and a directory for the tool."""

    def setUp(self):
        self.root = self.make_directory()
        self.private = self.make_directory()

    def make_directory(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        return os.path.realpath(directory.name)

    def write(self, name, text=''):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(text)
        return path

    def tree_of(self, path):
        return source_tree.SourceTree((path,), path, (self.root,))

    def build(self, path, **options):
        return source_tree.build(path, [self.root], self.private, **options)

    def list_files(self, top):
        return {
            os.path.relpath(os.path.join(directory, name), top)
            for directory, _, names in os.walk(top, followlinks=True)
            for name in names
        }


class TestVaults(TreeCase):
    def setUp(self):
        super().setUp()
        self.hosts = self.write('hosts', 'a\n')
        self.write('group_vars/all.yml', 'x: 1\n')
        self.write('group_vars/web/vault.yml', _VAULT)
        self.write('group_vars/web/plain.yml', 'y: !vault |\n  $ANSIBLE_VAULT')
        self.write('host_vars/a', _VAULT)
        self.write('other/group_vars/all.yml', _VAULT)

    def test_vaults_are_found_for_files_and_directories(self):
        for path in (self.root, self.hosts):
            self.assertEqual(
                ['group_vars/web/vault.yml', 'host_vars/a'],
                sorted(source_tree.find_vault_files(self.tree_of(path))),
            )

    def test_without_a_wish_to_skip_them_the_source_itself_is_read(self):
        tree = self.build(self.hosts)
        self.assertEqual((self.hosts,), tree.paths)
        self.assertEqual([], os.listdir(self.private))

    def test_the_tool_reads_all_but_the_vaults(self):
        for path in (self.root, self.hosts):
            self.private = self.make_directory()
            tree = self.build(path, skips_vaults=True)
            (read_path,) = tree.paths
            self.assertEqual(os.path.isdir(path), os.path.isdir(read_path))
            self.assertEqual(
                {
                    'hosts',
                    'group_vars/all.yml',
                    'group_vars/web/plain.yml',
                    'other/group_vars/all.yml',
                },
                self.list_files(tree.links),
            )
            self.assertEqual(
                [
                    f'[WARNING]: {name} is encrypted as a whole and left out\n'
                    for name in ('group_vars/web/vault.yml', 'host_vars/a')
                ],
                sorted(tree.lines),
            )

    def test_output_names_the_files_of_the_owner(self):
        tree = self.build(self.hosts, skips_vaults=True)
        texts = []
        (read_path,) = tree.paths
        tree.wrap(texts.append)(f'cannot parse {read_path}\n')
        self.assertEqual([f'cannot parse {self.hosts}\n'], texts)
        self.assertIsNone(tree.wrap(None))

    def test_links_are_followed_once_and_inside_the_roots(self):
        self.write('shared/vault.yml', _VAULT)
        directory = os.path.join(self.root, 'shared')
        outside = self.make_directory()
        with open(os.path.join(outside, 'vault.yml'), 'w') as file:
            file.write(_VAULT)
        for name, target in (
            ('group_vars/db', directory),
            ('shared/above', self.root),
            ('shared/itself', directory),
            ('shared/outside', outside),
        ):
            os.symlink(target, os.path.join(self.root, name))
        vaults = set(source_tree.find_vault_files(self.tree_of(self.hosts)))
        self.assertIn('group_vars/db/vault.yml', vaults)
        self.assertFalse([name for name in vaults if 'outside' in name])

    def test_few_lines_name_vaults(self):
        with mock.patch.object(source_tree, '_MAX_NAMES', 1):
            tree = self.build(self.hosts, skips_vaults=True)
        self.assertEqual(2, len(tree.lines))
        self.assertIn('1 more files', tree.lines[1])

    def test_what_is_no_readable_file_is_no_vault(self):
        os.mkfifo(os.path.join(self.root, 'group_vars', 'pipe'))
        os.symlink('/nowhere', os.path.join(self.root, 'group_vars', 'gone'))
        self.assertEqual(
            2,
            len(list(source_tree.find_vault_files(self.tree_of(self.hosts)))),
        )

    def test_too_many_files_are_refused(self):
        with (
            mock.patch.object(source_path, 'MAX_ENTRIES', 2),
            self.assertRaises(import_errors.SourceTreeRefused),
        ):
            list(source_tree.find_vault_files(self.tree_of(self.hosts)))


class TestDirectoriesWithoutInventory(TreeCase):
    def find(self, *endings):
        return sorted(
            source_tree.find_directories_without_inventory(
                self.tree_of(self.root), endings
            )
        )

    def test_the_outermost_are_found(self):
        self.write('hosts')
        self.write('deep/er/hosts')
        self.write('docs/more/README.md')
        self.write('deep/group_vars/all.yml')
        self.write('deep/only/group_vars/all.yml')
        self.write('.hidden/file')
        os.makedirs(os.path.join(self.root, 'empty', 'emptier'))
        self.assertEqual(
            ['deep/only', 'docs', 'empty'], self.find('.md', '.cfg')
        )
        self.assertEqual(['deep/only', 'empty'], self.find('.cfg'))

    def test_they_are_left_out_where_all_must_be_parsed(self):
        self.write('hosts')
        self.write('deep/hosts')
        os.makedirs(os.path.join(self.root, 'deep', 'empty'))
        tree = self.build(self.root)
        self.assertEqual('', tree.links)
        tree = self.build(self.root, ignored_endings=('.md',))
        self.assertEqual(
            ({'hosts', 'deep'}, ['hosts']),
            (
                set(os.listdir(tree.links)),
                os.listdir(os.path.join(tree.links, 'deep')),
            ),
        )
        self.assertEqual((), tree.lines)

    def test_a_source_that_is_a_file_stays_one(self):
        hosts = self.write('hosts')
        os.mkdir(os.path.join(self.root, 'empty'))
        tree = self.build(hosts, ignored_endings=())
        self.assertEqual((hosts,), tree.paths)
