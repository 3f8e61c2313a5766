"""Checks of the paths of sources."""

import os
import tempfile
import unittest

from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.sources import (
    source_path as source_paths,
)


class PathsTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.top = os.path.realpath(directory.name)
        self.root = self.make('root/')
        self.second = self.make('second/')

    def make(self, name, content=''):
        path = os.path.join(self.top, name)
        if name.endswith('/'):
            os.makedirs(path)
            return path.rstrip('/')
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(content)
        return path

    def link(self, name, target):
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(target, path)
        return path

    def resolve(self, source_path):
        return source_paths.resolve(source_path, [self.root, self.second])


class ResolveTest(PathsTest):
    def test_relative_path_is_looked_up_in_each_root(self):
        first = self.make('root/both.ini')
        self.make('second/both.ini')
        second = self.make('second/only/hosts')
        self.assertEqual(first, self.resolve('both.ini'))
        self.assertEqual(second, self.resolve('only/hosts'))

    def test_absolute_path_and_a_root_itself(self):
        path = self.make('root/a.ini')
        self.assertEqual(path, self.resolve(path))
        self.assertEqual(self.root, self.resolve('.'))

    def test_dots_that_stay_inside(self):
        path = self.make('root/a.ini')
        self.make('root/sub/b.ini')
        self.assertEqual(path, self.resolve('sub/../a.ini'))
        self.assertEqual(self.root, self.resolve('sub/..'))

    def test_paths_outside_the_roots_are_refused(self):
        self.make('outside/hosts')
        self.make('rooted/hosts')
        self.link('root/link', '../outside')
        self.link('root/file', '../outside/hosts')
        for source_path in (
            '../outside/hosts',
            '../rooted/hosts',
            'link/hosts',
            'link',
            'file',
            '/etc/passwd',
            os.path.join(self.root, '..', 'outside', 'hosts'),
        ):
            with (
                self.subTest(source_path),
                self.assertRaises(import_errors.SourcePathOutside) as caught,
            ):
                self.resolve(source_path)
            self.assertEqual(source_path, caught.exception.source_path)

    def test_the_error_does_not_reveal_files_outside(self):
        with self.assertRaises(import_errors.SourcePathOutside):
            self.resolve('../no/such/file')

    def test_link_that_stays_inside_keeps_its_place(self):
        """The tool looks for variables beside the link, not its target."""
        self.make('root/shared/hosts')
        link = self.link('root/site/hosts', '../shared/hosts')
        self.assertEqual(link, self.resolve('site/hosts'))

    def test_root_that_is_a_link(self):
        real = self.make('second/a.ini')
        root = self.link('alias', 'second')
        self.assertEqual(real, source_paths.resolve('a.ini', [root]))

    def test_missing(self):
        with self.assertRaises(import_errors.SourcePathMissing):
            self.resolve('nothing')

    def test_no_roots(self):
        for roots in ([], ['']):
            with self.assertRaises(import_errors.NoSourceRoots):
                source_paths.resolve('/etc/hosts', roots)

    def test_malformed(self):
        self.make('root/a,b')
        os.mkfifo(os.path.join(self.root, 'pipe'))
        for source_path in ('', '  ', 'a,b', 'a\0b', 'pipe'):
            with (
                self.subTest(source_path),
                self.assertRaises(import_errors.SourcePathMalformed),
            ):
                self.resolve(source_path)

    def test_unreadable(self):
        if os.geteuid() == 0:
            self.skipTest('root reads everything')
        os.chmod(self.make('root/secret'), 0)
        with self.assertRaises(import_errors.SourcePathUnreadable):
            self.resolve('secret')


class InspectTest(PathsTest):
    def inspect(self, name, **options):
        source_paths.inspect(
            os.path.join(self.root, name), [self.root], **options
        )

    def test_links_below_must_stay_inside(self):
        self.make('outside/vars.yml')
        self.make('root/good/hosts')
        self.link('root/good/group_vars/all.yml', '../hosts')
        self.inspect('good')
        link = self.link('root/bad/group_vars/all.yml', '/etc/passwd')
        with self.assertRaises(import_errors.SourceLinkOutside) as caught:
            self.inspect('bad')
        self.assertEqual(link, caught.exception.entry)

    def test_variables_beside_a_file_are_checked(self):
        self.make('root/site/hosts')
        self.link('root/site/host_vars', '/etc')
        with self.assertRaises(import_errors.SourceLinkOutside):
            self.inspect('site/hosts')

    def test_programs_are_refused_unless_allowed(self):
        script = self.make('root/site/inventory.py', '#!/usr/bin/python3\n')
        for name in ('site', 'site/inventory.py'):
            with (
                self.subTest(name),
                self.assertRaises(import_errors.SourceExecutable) as caught,
            ):
                self.inspect(name)
            self.assertEqual(script, caught.exception.entry)
            self.inspect(name, allow_executable=True)

    def test_programs_that_the_tool_ignores_are_accepted(self):
        self.make('root/site/hosts', '[web]\n')
        for name in ('.hook', 'notes.md', 'group_vars/make'):
            self.make(f'root/site/{name}', '#!/bin/sh\n')
        self.inspect('site')

    def test_a_mode_alone_makes_no_program(self):
        os.chmod(self.make('root/hosts.yml', 'all:\n'), 0o755)
        self.inspect('hosts.yml')

    def test_a_pipe_does_not_block(self):
        self.make('root/site/hosts')
        os.mkfifo(os.path.join(self.root, 'site', 'pipe'))
        self.inspect('site')

    def test_too_many_files(self):
        for number in range(3):
            self.make(f'root/many/{number}')
        before, source_paths.MAX_ENTRIES = source_paths.MAX_ENTRIES, 2
        self.addCleanup(setattr, source_paths, 'MAX_ENTRIES', before)
        with self.assertRaisesRegex(
            import_errors.SourceTreeRefused, 'more than 2'
        ):
            self.inspect('many')
