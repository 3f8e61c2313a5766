"""The service as a deployer runs it: files of etc/, a server, PostgreSQL."""

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
from placement_inv.tests.deployed import books
from placement_inv.tests.deployed import process
from placement_inv.tests.fixtures import database
from placement_inv.tests.servers import variables

CHECKOUT = pathlib.Path(placement_inv.__file__).parent.parent
ETC = CHECKOUT / 'etc' / 'placement_inv'

_SECONDS_TO_START = 240
#: Below the ports that clients get, so that none of them takes ours.
_PORTS = (20000, 31999)


class Deployment:
    """One way to serve; started at first need, ended with this process."""

    #: How people call it, and what to install for it.
    title: str
    packages: str
    #: A pattern of URLs that the service never gets to see, if any.
    own_answers = r'(?!)'
    host = '127.0.0.1'

    def __init__(self):
        self.port = free_port()
        #: Where probes are answered even though all workers are busy.
        self.probes_port = self.port
        self.directory = None
        self.books = None
        self._settings = None
        self._numbers = itertools.count(1)
        self._undo = contextlib.ExitStack()

    def missing(self):
        """Return what is not installed, None if all is."""
        raise NotImplementedError

    def _start(self):
        """Start the server."""
        raise NotImplementedError

    def stop(self):
        """End the server as a deployer does, gracefully."""
        raise NotImplementedError

    def reload(self):
        """Make the server load everything anew; return when it did."""
        raise NotImplementedError

    @property
    def is_running(self):
        raise NotImplementedError

    def serve(self, settings, with_worker=False, afresh=False):
        """Serve an empty database with these settings: {group: {…}}.

        A server that goes on has met users, unless it has to start `afresh`.
        """
        if self.directory is None:
            self._prepare()
        if self.is_running and (afresh or settings != self._settings):
            self.stop()
        goes_on = self.is_running
        if not goes_on:
            self._configure(settings)
            self._start()
            self.wait_until_ready()
        self.books.empty(keep_users=goes_on)
        return self._worker() if with_worker else contextlib.nullcontext()

    def ask(self, path, port=None, seconds=60, **headers):
        """Return (status, headers, body) of a GET."""
        connection = http.client.HTTPConnection(
            self.host, port or self.port, timeout=seconds
        )
        with contextlib.closing(connection):
            connection.request('GET', path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def wait_until_ready(self):
        deadline = time.monotonic() + _SECONDS_TO_START
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask('/readyz')[0] == 200:
                    return
            if time.monotonic() > deadline or not self.is_running:
                raise RuntimeError(
                    f'{self.title} did not start:\n{self.logged()[-6000:]}'
                )
            time.sleep(0.1)

    def logged(self):
        """Return what the server, and the service in it, wrote."""
        raise NotImplementedError

    def path(self, *parts):
        """Name a place in the deployment's own directory."""
        return os.path.join(self.directory, *parts)

    def run(self, name, command, inherited=(), **environment):
        """Start a program of the deployment that logs to `name`.log.

        `inherited` are file descriptors that it gets as well.
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
            inherited,
        )

    def _prepare(self):
        """Make directory and database, or say why that cannot be."""
        missing = self.missing()
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
            self.books = undo.enter_context(books.Books(url))
            self.directory = tempfile.mkdtemp(prefix='pi-deployed-')
            undo.callback(shutil.rmtree, self.directory, ignore_errors=True)
            # Servers that start as root go on as somebody else.
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
        shared = {
            'placement_database': {'connection': self.books.url},
            'jobs': {'sweep_interval': 0.2},
        }
        groups = {
            name: {**settings.get(name, {}), **shared.get(name, {})}
            for name in (*settings, *shared)
        }
        with open(self.path('placement-inv.conf'), 'w') as stream:
            for name, options in groups.items():
                print(f'[{name}]', file=stream)
                for option, value in options.items():
                    print(f'{option} = {_text(value)}', file=stream)

    @contextlib.contextmanager
    def _worker(self):
        """Run background jobs beside the server."""
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
            self._wait_until_it_works(worker)
            yield
        finally:
            worker.stop()

    def _wait_until_it_works(self, worker):
        deadline = time.monotonic() + _SECONDS_TO_START
        while 'Working\n' not in worker.logged():
            if time.monotonic() > deadline or not worker.is_running:
                raise RuntimeError(f'No worker:\n{worker.logged()[-6000:]}')
            time.sleep(0.1)


def _text(value):
    return ','.join(value) if isinstance(value, list) else str(value)


def free_port():
    while True:
        port = random.randint(*_PORTS)
        with contextlib.suppress(OSError):
            socket.create_server(('127.0.0.1', port)).close()
            return port
