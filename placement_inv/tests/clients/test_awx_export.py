"""`awx export` and `awx import` copy all rows to another service."""

import json
import subprocess

import testtools

from placement_inv.tests.fixtures import controller


class TestExport(testtools.TestCase):
    def _awx(self, target, *words, stdin=None):
        """Run a command, which must succeed; return its stdout."""
        process = subprocess.run(
            ['awx', '--conf.color', 'false', *words],
            capture_output=True,
            input=stdin,
            text=True,
            env=target.environment,
            cwd=target.home,
            timeout=120,
        )
        self.assertEqual(
            0, process.returncode, process.stdout + process.stderr
        )
        return process.stdout

    def test_an_export_can_be_imported_into_another_service(self):
        source = self.useFixture(controller.Controller())
        target = self.useFixture(controller.Controller())
        for words in (
            'organizations create --name Engineering',
            'inventory create --name Production --organization Engineering',
            'hosts create --name web01 --inventory Production --variables {}',
            'groups create --name web --inventory Production',
            'inventory_sources create --name cloud --inventory Production '
            '--source ec2 --overwrite true',
        ):
            self._awx(source, *words.split())
        document = self._awx(source, 'export')
        self._awx(target, 'import', stdin=document)
        self.assertEqual(
            json.loads(document), json.loads(self._awx(target, 'export'))
        )
        inventory = json.loads(document)['inventory'][0]
        self.assertEqual(
            ['web01'], [host['name'] for host in inventory['related']['hosts']]
        )
