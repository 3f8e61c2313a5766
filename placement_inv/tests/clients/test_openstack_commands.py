"""Every command of osc-placement, from the files of data/openstack/."""

from importlib import metadata
import json
import pathlib
import re
import uuid

import testtools
import yaml

from placement_inv import tests
from placement_inv.tests.clients import openstack
from placement_inv.tests.fixtures import live_server

_CONVERSATIONS = pathlib.Path(tests.__file__).parent / 'data' / 'openstack'
_SPACE = uuid.UUID('3b1f9a52-5f0e-4a51-8d3e-6a3c1d1f6f0a')


def _steps(version):
    """Return the steps of a conversation, with a uuid for each $NAME."""
    text = (_CONVERSATIONS / f'{version}.yaml').read_text(encoding='utf-8')
    return yaml.safe_load(re.sub(r'\$[A-Z]+', _uuid, text))


def _uuid(name):
    return str(uuid.uuid5(_SPACE, name[0]))


def _commands():
    """Return the names of all commands of osc-placement."""
    entries = metadata.entry_points(group='openstack.placement.v1')
    return {entry.name.replace('_', ' ') for entry in entries}


class TestConversations(testtools.TestCase):
    def _run_conversation(self, version):
        service = self.useFixture(live_server.LiveServer())
        client = self.useFixture(openstack.OpenStack(service.url))
        for step in _steps(version):
            self._run_step(client, version, **step)

    def _run_step(self, client, version, run, fails=None, **expectations):
        """Run one command; without expectations it must print nothing."""
        result = client.run(version, f'{run} -f json' if expectations else run)
        if fails:
            self.assertNotEqual(0, result.code, run)
            self.assertIn(fails, result.err, run)
            return
        self.assertEqual((0, ''), (result.code, result.err), run)
        if expectations:
            self._compare(json.loads(result.out), run, **expectations)
        else:
            self.assertEqual('', result.out, run)

    def _compare(self, output, run, gives=None, holds=()):
        """Compare the output of a command, rows in any order."""
        if isinstance(gives, dict):
            self.assertEqual(gives, output, run)
        elif gives is not None:
            self.assertCountEqual(gives, output, run)
        for row in holds:
            self.assertIn(row, output, run)

    def test_at_the_first_version(self):
        self._run_conversation('1.0')

    def test_at_the_newest_version(self):
        self._run_conversation('1.39')

    def test_each_conversation_runs_every_command(self):
        self.assertGreater(len(_commands()), 30)
        for version in ('1.0', '1.39'):
            missing = [
                command
                for command in _commands()
                if not any(
                    f'{step["run"]} '.startswith(f'{command} ')
                    for step in _steps(version)
                )
            ]
            self.assertEqual([], missing, version)
