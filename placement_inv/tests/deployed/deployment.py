"""The base class of deployments: files of etc/, a server, PostgreSQL."""

import atexit
import contextlib
import http.client
import itertools
import os
import pathlib
import random
import shutil
import socket
import sys
import tempfile
import time
import unittest

import placement_inv
from placement_inv.tests.deployed import deployed_database
from placement_inv.tests.deployed import process
from placement_inv.tests.fixtures import database
from placement_inv.tests.servers import variables

CHECKOUT = pathlib.Path(placement_inv.__file__).parent.parent
ETC = CHECKOUT / 'etc' / 'placement_inv'

_SECONDS_TO_START = 240
#: Below the ephemeral ports, so that no client socket takes one.
_PORTS = (20000, 31999)


class Deployment:
    """One way to serve; started when first used, stopped at exit."""

    #: The name for messages, and the Debian packages.
    title: str
    packages: str
    #: A pattern of URLs that the server refuses before the service gets them.
    own_answers = r'(?!)'
    host = '127.0.0.1'

    def __init__(self):
        self.port = free_port()
        #: The port where probes get responses even if all workers are busy.
        self.probes_port = self.port
        self.directory = None
        self.database = None
        self._settings = None
        self._numbers = itertools.count(1)
        self._undo = contextlib.ExitStack()

    def find_missing(self):
        """Return a message about a missing program, or None."""
        raise NotImplementedError

    def _start(self):
        """Start the server."""
        raise NotImplementedError

    def stop(self):
        """Stop the server gracefully, as a deployer does."""
        raise NotImplementedError

    def reload(self):
        """Make the server reload the service; return when it is done."""
        raise NotImplementedError

    @property
    def is_running(self):
        raise NotImplementedError

    def serve(self, settings, with_worker=False, restart=False):
        """Serve an empty database; `settings` is {group: {option: value}}.

        A server that keeps running has cached users; `restart` avoids that.
        """
        if self.directory is None:
            self._prepare()
        if self.is_running and (restart or settings != self._settings):
            self.stop()
        keeps_running = self.is_running
        if not keeps_running:
            self._configure(settings)
            self._start()
            self.wait_until_ready()
        self.database.empty(keep_users=keeps_running)
        return self._worker() if with_worker else contextlib.nullcontext()

    def ask(self, path, port=None, seconds=60, **headers):
        """Return (status, headers, body) of a GET."""
        connection = http.client.HTTPConnection(
            self.host, port or self.port, timeout=seconds
        )
        with contextlib.closing(connection):
            connection.request('GET', path, headers=headers)
            response = connection.getresponse()
            return response.status, response.headers, response.read()

    def wait_until_ready(self):
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask('/readyz')[0] == 200:
                    return
            if time.monotonic() > deadline or not self.is_running:
                raise RuntimeError(
                    f'{self.title} did not start:\n{self.read_log()[-6000:]}'
                )
            time.sleep(0.1)

    def read_log(self):
        """Return the logs of the server and of the service."""
        raise NotImplementedError

    def path(self, *parts):
        """Return a path in the deployment's directory."""
        return os.path.join(self.directory, *parts)

    def run(self, name, command, descriptors=(), **environment):
        """Start a program of the deployment that logs to `name`.log.

        `descriptors` are file descriptors that it inherits.
        """
        return process.Process(
            command,
            {
                'OS_PLACEMENT_CONFIG_DIR': self.directory,
                'PYTHONPATH': str(CHECKOUT),
                'PYTHONWARNINGS': 'ignore',
                **environment,
            },
            self.directory,
            self.path(f'{name}.log'),
            descriptors,
        )

    def _prepare(self):
        """Create directory and database; SkipTest if a program is missing."""
        missing = self.find_missing()
        if missing:
            message = (
                f'{self.title}: {missing} (on Debian: apt-get install '
                f'{self.packages})'
            )
            if variables.in_ci():
                raise AssertionError(f'{message}; not skipped where CI is set')
            raise unittest.SkipTest(message)
        with contextlib.ExitStack() as undo:
            name = f'pi_{os.getpid()}_{type(self).__name__.lower()}'
            url = undo.enter_context(
                database.empty_database('postgresql', name)
            )
            self.database = undo.enter_context(
                deployed_database.DeployedDatabase(url)
            )
            self.directory = tempfile.mkdtemp(prefix='pi-deployed-')
            undo.callback(shutil.rmtree, self.directory, ignore_errors=True)
            # Servers that start as root change to another account.
            os.chmod(self.directory, 0o777)  # noqa: S103
            undo.callback(self._stop_if_running)
            self._undo = undo.pop_all()
        atexit.register(self._close, os.getpid())

    def _close(self, process_id):
        if os.getpid() == process_id:
            self._undo.close()

    def _stop_if_running(self):
        if self.is_running:
            self.stop()

    def _configure(self, settings):
        self._settings = settings
        common = {
            'placement_database': {'connection': self.database.url},
            'jobs': {'sweep_interval': 0.2},
        }
        groups = {
            name: {**settings.get(name, {}), **common.get(name, {})}
            for name in (*settings, *common)
        }
        with open(self.path('placement-inv.conf'), 'w') as stream:
            for name, options in groups.items():
                print(f'[{name}]', file=stream)
                for option, value in options.items():
                    print(f'{option} = {_text(value)}', file=stream)

    @contextlib.contextmanager
    def _worker(self):
        """Run a worker for background jobs."""
        worker = self.run(
            f'worker-{next(self._numbers)}',
            [
                sys.executable,
                '-c',
                'import sys; from placement_inv.cmd import main; '
                'sys.exit(main.main())',
                'worker',
                '--config-file',
                self.path('placement-inv.conf'),
                '--data-dir',
                self.path('data'),
            ],
        )
        try:
            self._wait_for_worker(worker)
            yield
        finally:
            worker.stop()

    def _wait_for_worker(self, worker):
        deadline = time.monotonic() + _SECONDS_TO_START
        while 'Working\n' not in worker.read_log():
            if time.monotonic() > deadline or not worker.is_running:
                raise RuntimeError(f'No worker:\n{worker.read_log()[-6000:]}')
            time.sleep(0.1)


def _text(value):
    return ','.join(value) if isinstance(value, list) else str(value)


def free_port():
    while True:
        port = random.randint(*_PORTS)
        with contextlib.suppress(OSError):
            socket.create_server(('127.0.0.1', port)).close()
            return port
