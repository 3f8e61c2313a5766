"""`awx export` and `awx import`: all that one service has, in another."""

import json
import subprocess

import testtools

from placement_inv.tests.fixtures import controller


class TestExport(testtools.TestCase):
    def _awx(self, where, *words, given=None):
        """Return what a command that succeeds at a controller prints."""
        done = subprocess.run(
            ['awx', '--conf.color', 'false', *words],
            capture_output=True,
            input=given,
            text=True,
            env=where.environment,
            cwd=where.home,
            timeout=120,
        )
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def test_what_is_exported_whole_can_be_imported_elsewhere(self):
        here = self.useFixture(controller.Controller())
        there = self.useFixture(controller.Controller())
        for words in (
            'organizations create --name Engineering',
            'inventory create --name Production --organization Engineering',
            'hosts create --name web01 --inventory Production --variables {}',
            'groups create --name web --inventory Production',
            'inventory_sources create --name cloud --inventory Production '
            '--source ec2 --overwrite true',
        ):
            self._awx(here, *words.split())
        exported = self._awx(here, 'export')
        self._awx(there, 'import', given=exported)
        self.assertEqual(
            json.loads(exported), json.loads(self._awx(there, 'export'))
        )
        inventory = json.loads(exported)['inventory'][0]
        self.assertEqual(
            ['web01'], [host['name'] for host in inventory['related']['hosts']]
        )
