"""The unmodified `openstack` command, at hand for many tests."""

import json
import os
import pathlib
import subprocess
import sys
from typing import NamedTuple

import fixtures

import placement_inv

_CHECKOUT = pathlib.Path(placement_inv.__file__).parent.parent


class Done(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


def arguments(url, version):
    """Return what the command needs to know of a service before its verb."""
    options = {
        '--os-auth-type': 'admin_token',
        '--os-endpoint': url,
        '--os-token': 'admin',
        '--os-placement-api-version': version,
    }
    return [word for pair in options.items() for word in pair]


class OpenStack(fixtures.Fixture):
    """Runs commands of `openstack` against the service at `url`."""

    def __init__(self, url):
        super().__init__()
        self._url = url

    def _setUp(self):
        # An environment of its own: no cloud of whoever runs the tests.
        home = self.useFixture(fixtures.TempDir()).path
        self._zygote = subprocess.Popen(
            [sys.executable, '-m', 'placement_inv.tests.clients.zygote'],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                'PATH': os.environ['PATH'],
                'HOME': home,
                'PYTHONPATH': str(_CHECKOUT),
            },
        )
        self.addCleanup(self._zygote.communicate)

    def run(self, version, words):
        """Run `openstack …` at a version; `words` are split at spaces."""
        line = json.dumps(arguments(self._url, version) + words.split())
        print(line, file=self._zygote.stdin, flush=True)
        return Done(*json.loads(self._zygote.stdout.readline()))
