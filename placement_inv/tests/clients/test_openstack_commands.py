"""Every command of osc-placement, as data/openstack/ writes them down."""

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
    """Return all commands of osc-placement, as they are typed."""
    found = metadata.entry_points(group='openstack.placement.v1')
    return {entry.name.replace('_', ' ') for entry in found}


class TestConversations(testtools.TestCase):
    def hold(self, version):
        service = self.useFixture(live_server.LiveServer())
        client = self.useFixture(openstack.OpenStack(service.url))
        for step in _steps(version):
            self._take(client, version, **step)

    def _take(self, client, version, run, refused=None, **expected):
        """Run one command; without expectation it has to say nothing."""
        done = client.run(version, f'{run} -f json' if expected else run)
        if refused:
            self.assertNotEqual(0, done.code, run)
            self.assertIn(refused, done.err, run)
            return
        self.assertEqual((0, ''), (done.code, done.err), run)
        if expected:
            self._compare(json.loads(done.out), run, **expected)
        else:
            self.assertEqual('', done.out, run)

    def _compare(self, said, run, gives=None, holds=()):
        """Compare what a command said, rows in any order."""
        if isinstance(gives, dict):
            self.assertEqual(gives, said, run)
        elif gives is not None:
            self.assertCountEqual(gives, said, run)
        for row in holds:
            self.assertIn(row, said, run)

    def test_at_the_first_version(self):
        self.hold('1.0')

    def test_at_the_newest_version(self):
        self.hold('1.39')

    def test_each_names_every_command(self):
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
