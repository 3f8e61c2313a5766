"""The servers and workers of a campaign."""

import itertools
import pathlib
import re
import signal
import time

from placement_inv.tests.deployed.process import Process
from placement_inv.tests.fixtures import command

_SECONDS_TO_START = 180
_LISTENING = re.compile(r'^placement-inv listens on (http://\S+)$', re.M)

_CONFIGURATION = """
[api]
auth_strategy = noauth2
[placement_database]
connection = {url}
sync_on_startup = true
[inventory_sources]
file_roots = {sources}
[jobs]
# A worker that is stopped for some seconds loses its jobs.
lease = 4
sweep_interval = 0.5
"""


class Member:
    """One server or worker, which can be killed and started again."""

    def __init__(self, directory, name, config, verb, *options):
        self.name = name
        self._directory = directory / name
        self._directory.mkdir()
        self._arguments = [
            *command.COMMAND,
            verb,
            '--config-file',
            str(config),
            '--data-dir',
            str(self._directory),
            *options,
        ]
        self._numbers = itertools.count(1)
        self._process = None
        self.start()

    def start(self):
        """Start it, unless it runs."""
        if self._process and self._process.is_running:
            return
        log = self._directory / f'log-{next(self._numbers)}'
        root = pathlib.Path(__file__).parents[3]
        self._process = Process(
            self._arguments,
            {'PYTHONPATH': str(root), 'PYTHONUNBUFFERED': '1'},
            str(self._directory),
            str(log),
        )

    def kill(self):
        """End it as a crash would."""
        self._process.stop(signal.SIGKILL)

    def pause(self):
        """Stop it without ending it."""
        self._process.send(signal.SIGSTOP)

    def resume(self):
        """Let it go on."""
        self._process.send(signal.SIGCONT)

    @property
    def url(self):
        """The URL of a server; None until it listens."""
        match = _LISTENING.search(self._process.read_log())
        return match and match[1]

    def read_log(self):
        """Return the output since it was started last."""
        return self._process.read_log()


class Service:
    """The servers and workers of one database."""

    def __init__(self, directory, url, servers, workers):
        self.sources = directory / 'sources'
        self.sources.mkdir()
        config = directory / 'placement-inv.conf'
        config.write_text(_CONFIGURATION.format(url=url, sources=self.sources))
        self.servers = [
            Member(directory, f'server-{number}', config, 'serve', '--port=0')
            for number in range(servers)
        ]
        self.workers = [
            Member(directory, f'worker-{number}', config, 'worker')
            for number in range(workers)
        ]

    @property
    def members(self):
        """All servers and workers."""
        return [*self.servers, *self.workers]

    def wait(self):
        """Start what does not run; wait until each server listens."""
        for member in self.members:
            member.start()
        end = time.monotonic() + _SECONDS_TO_START
        for server in self.servers:
            while not server.url:
                if time.monotonic() > end:
                    raise RuntimeError(server.read_log()[-4000:])
                server.start()
                time.sleep(0.1)

    def close(self):
        """Kill everything."""
        for member in self.members:
            member.kill()
