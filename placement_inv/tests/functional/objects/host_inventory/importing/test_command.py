"""Runs of ansible-inventory, and of programs in its place."""

import os
import shutil
import sys
import tempfile
import textwrap
import time
import unittest
from unittest import mock

from placement_inv import tests
from placement_inv.objects.host_inventory.importing import child
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.tests import confined

DATA = os.path.join(
    os.path.realpath(os.path.dirname(tests.__file__)), 'data', 'inventories'
)


class ArgumentsTest(unittest.TestCase):
    def test_arguments_of_the_tool(self):
        self.assertEqual(
            ('--list', '--export', '-i', '/p', '--output', '/o',
             '--playbook-dir', '/d'),
            command.build_arguments(('/p',), '', 0, '/o', '/d'),
        )  # fmt: skip
        self.assertEqual(
            ('--list', '--export', '-i', '/p', '--limit=-x', '-vvvvv',
             '--output', '/o', '--playbook-dir', '/d'),
            command.build_arguments(('/p',), '-x', 2, '/o', '/d'),
        )  # fmt: skip

    def test_the_tool_beside_python_takes_precedence(self):
        self.assertEqual(
            os.path.join(os.path.dirname(sys.executable), command.TOOL),
            command.find_tool(),
        )
        with (
            mock.patch.object(
                child, 'find_interpreter', return_value='/nowhere/python'
            ),
            mock.patch.dict(os.environ, {'PATH': '/nowhere'}),
            self.assertRaises(import_errors.ToolMissing),
        ):
            command.find_tool()


class EstateTest(unittest.TestCase):
    """One real run over a whole tree."""

    @classmethod
    def setUpClass(cls):
        cls.output = []
        with mock.patch.dict(
            os.environ,
            {
                'ANSIBLE_INVENTORY_ENABLED': 'host_list',
                'ANSIBLE_CONFIG': '/nowhere/ansible.cfg',
            },
        ):
            cls.result = command.run(
                command.Request('estate', (DATA,), source_id=7),
                on_output=cls.output.append,
            )
        cls.document = document.parse(cls.result.document or b'{}')

    def test_a_run_succeeds_with_its_output(self):
        self.assertEqual('', self.result.explanation, self.result.output)
        self.assertTrue(self.result.has_succeeded)
        self.assertEqual(self.result.output, ''.join(self.output))
        self.assertIn('Parsed', self.result.output)
        self.assertIn('10-static.ini', self.result.output)

    def test_the_result_has_the_command_line(self):
        self.assertIn('--export', self.result.argv)
        self.assertIn('-vvv', self.result.argv)
        self.assertEqual('7', self.result.environment['INVENTORY_SOURCE_ID'])
        self.assertFalse(os.path.exists(self.result.directory))

    def test_ranges_of_both_formats(self):
        hosts = self.document.hosts
        self.assertEqual(237, len(hosts))
        self.assertEqual(200, sum(name.startswith('web') for name in hosts))
        self.assertIn('web007.example.org', hosts)
        self.assertIn('db-f.example.org', hosts)
        self.assertIn('cache49.example.org', hosts)
        self.assertNotIn('cache02.example.org', hosts)

    def test_groups_and_their_nesting(self):
        groups = self.document.groups
        self.assertEqual(
            {
                'web', 'db', 'cache', 'legacy', 'frontend', 'backend',
                'production', 'spare', 'rack_1', 'rack_2', 'room_north',
            },
            set(groups),
        )  # fmt: skip
        self.assertEqual(
            {'frontend', 'backend'}, set(groups['production'].children)
        )
        self.assertEqual({'web', 'cache'}, set(groups['frontend'].children))
        self.assertEqual(41, len(groups['rack_1'].hosts))
        self.assertEqual((), groups['spare'].hosts)

    def test_variables_of_all_places(self):
        hosts, groups = self.document.hosts, self.document.groups
        self.assertEqual('north', self.document.variables['site'])
        self.assertEqual(8080, groups['web'].variables['http_port'])
        self.assertEqual(4, groups['web'].variables['workers'])
        self.assertEqual(
            {'rack': 1, 'room': {'name': 'north', 'floor': 2}},
            groups['rack_1'].variables,
        )
        self.assertEqual(
            {
                'role': 'primary',
                'disks': ['sda', 'sdb'],
                'backup': {'hour': 3, 'keep': 14},
            },
            hosts['db-a.example.org'].variables,
        )
        self.assertEqual(
            {'weight': 9, 'pinned': True},
            hosts['cache01.example.org'].variables,
        )

    def test_secrets_stay_encrypted_and_templates_unevaluated(self):
        secret_text = self.document.groups['web'].variables['session_key']
        self.assertEqual({'__ansible_vault'}, set(secret_text))
        self.assertTrue(
            secret_text['__ansible_vault'].startswith('$ANSIBLE_VAULT;1.1;')
        )
        self.assertEqual(
            'Welcome to {{ inventory_hostname }}',
            self.document.variables['motd'],
        )

    def test_odd_names(self):
        hosts = self.document.hosts
        self.assertEqual(
            {'ansible_port': 2222, 'ansible_user': 'jump'},
            hosts['bastion.example.org'].variables,
        )
        self.assertEqual(
            {'ansible_port': 2200}, hosts['2001:db8::10'].variables
        )
        for name in (
            '2001:db8::11',
            'UPPER.Example.ORG',
            'münchen.example.org',
        ):
            self.assertIn(name, hosts)


class SourceTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = os.path.realpath(directory.name)

    def write(self, name, content):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as file:
            file.write(textwrap.dedent(content))
        return path


class RealRunTest(SourceTest):
    def test_nothing_in_a_source_runs(self):
        """Neither plugins beside the inventory nor templates in it."""
        mark = os.path.join(self.root, 'ran')
        self.write('site/host_vars/a.yml', 'mine: 1\n')
        self.write('site/1-hosts', 'a\n')
        self.write(
            'site/2-built.yml',
            f"""\
            plugin: constructed
            compose:
              x: lookup('pipe', 'touch {mark}')
            """,
        )
        plugin = f'open({mark!r}, "w")\n'
        self.write('site/vars_plugins/evil.py', plugin)
        self.write('site/inventory_plugins/evil.py', plugin)
        result = command.run(command.Request('site', (self.root,)))
        self.assertEqual('', result.explanation, result.output)
        self.assertFalse(os.path.exists(mark), result.output)
        read = document.parse(result.document)
        self.assertEqual({'mine': 1}, read.hosts['a'].variables)

    @confined.requires('files', 'calls')
    def test_a_name_that_leads_out_of_a_directory_reads_nothing(self):
        outside = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, outside)
        with open(os.path.join(outside, 'leak.yml'), 'w') as file:
            file.write('hush: true\n')
        self.write('host_vars/a.yml', 'mine: 1\n')
        climbing = os.path.relpath(outside, self.root + '/host_vars')
        self.write('hosts', f'a\n{climbing}/leak\n')
        # The kernel hides the file from the tool, or forbids to read it.
        for changes in ((), (confined.NO_ROOT,)):
            with self.subTest(changes), confined.lesser_system(*changes):
                result = command.run(command.Request('hosts', (self.root,)))
                self.assertNotIn('hush', result.output)
                if result.has_succeeded:
                    with self.assertRaisesRegex(
                        import_errors.DocumentRefused, 'part of a path'
                    ):
                        document.parse(result.document)
                    self.assertNotIn(b'hush', result.document)
                else:
                    self.assertIn('ermission denied', result.output)

    def test_a_limit_without_a_match_fails(self):
        self.write('hosts.yml', 'web: {hosts: {a: {}, b: {}}}\n')
        result = command.run(
            command.Request('hosts.yml', (self.root,), limit='nosuch')
        )
        self.assertFalse(result.has_succeeded)
        self.assertEqual(1, result.exit_code)
        self.assertIn('nosuch', result.output)
        self.assertIn('exit code 1', result.explanation)

    def test_a_limit_selects_hosts(self):
        self.write('hosts.yml', 'web: {hosts: {a: {}, b: {}}}\n')
        result = command.run(
            command.Request('hosts.yml', (self.root,), limit='b', verbosity=0)
        )
        self.assertEqual({'b'}, set(document.parse(result.document).hosts))

    def test_a_file_that_is_not_an_inventory_fails(self):
        self.write('hosts.yml', 'web: {hosts: [\n')
        result = command.run(
            command.Request('hosts.yml', (self.root,), verbosity=0)
        )
        self.assertFalse(result.has_succeeded)
        self.assertIn('No inventory was parsed', result.output)

    def test_an_allowed_script_runs(self):
        script = self.write(
            'dynamic.sh', '#!/bin/sh\necho \'{"g": {"hosts": ["s1"]}}\'\n'
        )
        os.chmod(script, 0o755)
        with self.assertRaises(import_errors.SourceExecutable):
            command.run(command.Request('dynamic.sh', (self.root,)))
        result = command.run(
            command.Request('dynamic.sh', (self.root,), allow_executable=True)
        )
        self.assertEqual('', result.explanation, result.output)
        self.assertEqual({'s1'}, set(document.parse(result.document).hosts))


class ImpostorTest(SourceTest):
    """Runs of a program in place of the tool, which starts slowly."""

    def setUp(self):
        super().setUp()
        self.write('hosts', 'a\n')

    def run_tool(self, code, *, limits=None, **options):
        tool = self.write(
            'tool',
            f'#!{sys.executable} -IS\nimport os, sys, time\n'
            "output = sys.argv[sys.argv.index('--output') + 1]\n"
            + textwrap.dedent(code),
        )
        os.chmod(tool, 0o755)
        return command.run(
            command.Request('hosts', (self.root,)),
            limits or child.Limits(seconds=20),
            tool=tool,
            **options,
        )

    def test_success(self):
        result = self.run_tool("open(output, 'w').write('{}')")
        self.assertEqual(b'{}', result.document)
        self.assertEqual('', result.explanation)

    @confined.requires('files', 'calls')
    def test_an_interpreter_that_env_looks_for(self):
        if shutil.which('python3', path=os.defpath) is None:
            self.skipTest('this system has no Python of its own')
        tool = self.write(
            'tool',
            '#!/usr/bin/env python3\nimport sys\n'
            "open(sys.argv[sys.argv.index('--output') + 1], 'w').write('{}')",
        )
        os.chmod(tool, 0o755)
        result = command.run(command.Request('hosts', (self.root,)), tool=tool)
        self.assertEqual(b'{}', result.document, result.output)

    def test_exit_code_zero_without_a_document(self):
        result = self.run_tool('pass')
        self.assertFalse(result.has_succeeded)
        self.assertIn('no inventory', result.explanation)

    def test_a_document_of_a_failed_run_is_not_used(self):
        result = self.run_tool("open(output, 'w').write('{}'); sys.exit(2)")
        self.assertIsNone(result.document)
        self.assertIn('exit code 2', result.explanation)

    def test_a_document_that_is_a_link_is_not_read(self):
        result = self.run_tool("os.symlink('/etc/hostname', output)")
        self.assertIsNone(result.document)

    def test_a_document_that_is_too_large(self):
        limits = child.Limits(seconds=20, file_bytes=10_000)
        result = self.run_tool(
            "open(output, 'w').write('x' * 20_000)", limits=limits
        )
        self.assertIsNone(result.document)
        self.assertIn('File too large', result.output)

    def test_a_tool_that_exceeds_the_timeout(self):
        result = self.run_tool(
            'time.sleep(60)', limits=child.Limits(seconds=0.5)
        )
        self.assertTrue(result.has_timed_out)
        self.assertIn(
            'longer than allowed (by the timeout of the source or of '
            '[inventory_sources])',
            result.explanation,
        )
        self.assertFalse(os.path.exists(result.directory))

    def test_a_tool_that_exceeds_its_memory(self):
        limits = child.Limits(seconds=20, memory_bytes=200 * 1024**2)
        result = self.run_tool('x = bytes(400 * 1024**2)', limits=limits)
        self.assertEqual(1, result.exit_code)
        self.assertIn('MemoryError', result.output)

    def test_a_tool_that_exceeds_its_processor_time(self):
        limits = child.Limits(seconds=20, cpu_seconds=1)
        result = self.run_tool('while True: pass', limits=limits)
        self.assertIn('processor time', result.explanation)

    def test_a_tool_that_exceeds_its_output(self):
        limits = child.Limits(seconds=20, output_bytes=1000)
        result = self.run_tool(
            "print('x' * 5000); open(output, 'w').write('{}')", limits=limits
        )
        self.assertEqual(b'{}', result.document)
        self.assertTrue(result.is_output_cut)
        self.assertLess(len(result.output), 1100)

    def test_cancel(self):
        began = time.monotonic()
        result = self.run_tool(
            'time.sleep(60)',
            is_cancelled=lambda: time.monotonic() > began + 0.3,
        )
        self.assertTrue(result.is_cancelled)
        self.assertIn('cancelled', result.explanation)
        self.assertFalse(os.path.exists(result.directory))

    def test_a_tool_that_crashes(self):
        result = self.run_tool('import ctypes; ctypes.string_at(0)')
        self.assertIn('SIGSEGV', result.explanation)

    def test_variables_not_used_are_named_in_the_output(self):
        output = []
        tool = self.write('tool', '#!/bin/sh\nexit 0\n')
        os.chmod(tool, 0o755)
        result = command.run(
            command.Request(
                'hosts', (self.root,), source_vars={'LD_PRELOAD': 'x'}
            ),
            on_output=output.append,
            tool=tool,
        )
        self.assertIn('not used: LD_PRELOAD', result.output)
        self.assertEqual(result.output, ''.join(output))
