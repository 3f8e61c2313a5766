"""Runs the unmodified `openstack` command for many tests."""

import json
import os
import pathlib
import subprocess
import sys
from typing import NamedTuple

import fixtures

import placement_inv

_CHECKOUT = pathlib.Path(placement_inv.__file__).parent.parent


class Result(NamedTuple):
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str


def arguments(url, version):
    """Return the global arguments that name the service."""
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
        # A complete environment: no clouds of the developer.
        home = self.useFixture(fixtures.TempDir()).path
        self._process = subprocess.Popen(
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
        self.addCleanup(self._process.communicate)

    def run(self, version, words):
        """Run `openstack …` at a version; `words` are split at spaces."""
        line = json.dumps(arguments(self._url, version) + words.split())
        print(line, file=self._process.stdin, flush=True)
        return Result(*json.loads(self._process.stdout.readline()))
