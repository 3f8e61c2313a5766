"""The base class of database servers for tests."""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

import sqlalchemy
from sqlalchemy import exc

from placement_inv.tests.servers import lifeline

_ATTEMPTS = 3
_SECONDS_TO_START = 60
_SECONDS_TO_STOP = 30


class NotInstalled(Exception):
    """The programs of a server are not installed."""


class Server:
    """A context manager that runs a server in a temporary directory."""

    #: The name of the backend in options and environment variables.
    name: str
    #: The name of the product.
    title: str
    #: The Debian package.
    package: str
    #: Accounts to run as, best first, if the tests run as root.
    accounts: tuple[str, ...]
    #: The signal that closes connections and ends the server at once.
    stop_signal = signal.SIGTERM
    user = 'placement_inv'

    def __init__(self):
        self.password = secrets.token_hex(16)
        self.directory = None
        self.port = None
        self._process = None
        self._account = _account(self.accounts) if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the administrative database."""
        raise NotImplementedError

    @property
    def pid(self) -> int:
        """The server's process, the first one if there are several."""
        return self._process.pid

    def require_programs(self) -> None:
        """Find the programs; NotInstalled if one is missing."""
        raise NotImplementedError

    def _lay_out(self):
        """Create the files of an empty server in the directory."""
        raise NotImplementedError

    def _command(self):
        """Return the command line of the server."""
        raise NotImplementedError

    def __enter__(self):
        self.require_programs()
        with contextlib.ExitStack() as stack:
            self._make_directory()
            stack.callback(self._remove_directory)
            stack.callback(self._stop)
            self._lay_out()
            self._start()
            self._undo = stack.pop_all()
        return self

    def __exit__(self, *exc_info):
        self._undo.close()

    def path(self, *parts: str) -> str:
        """Return a path inside the server's directory."""
        return os.path.join(self.directory, *parts)

    def _missing(self, program):
        return NotInstalled(
            f'{self.title} is not installed: no program {program!r} found '
            f'(on Debian: apt-get install {self.package})'
        )

    def _make_directory(self):
        self.directory = tempfile.mkdtemp(prefix=f'pi-{self.name}-')
        if self._account:
            os.chown(
                self.directory, self._account.pw_uid, self._account.pw_gid
            )

    def _remove_directory(self):
        shutil.rmtree(self.directory, ignore_errors=True)

    def _write(self, name, text):
        """Write a file that only the server's account can read."""
        path = self.path(name)
        with open(path, 'w', opener=_private, encoding='utf-8') as stream:
            stream.write(text)
        if self._account:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)
        return path

    def _run(self, *command):
        """Run a program of the server and wait for its end."""
        with open(self.path('log'), 'ab') as log:
            result = subprocess.run(
                command, stdout=log, stderr=log, **self._popen_options()
            )
        if result.returncode:
            raise RuntimeError(
                f'{command[0]} ended with {result.returncode}:\n{self._log()}'
            )

    def _start(self):
        """Start on a free port; try again if another process takes it."""
        for _ in range(_ATTEMPTS):
            self.port = _free_port()
            with open(self.path('log'), 'ab') as log:
                self._process = subprocess.Popen(
                    self._command(),
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    preexec_fn=lifeline.make_preexec(self.stop_signal),
                    **self._popen_options(),
                )
            if self._accepts_connections():
                return
            self._stop()
        raise RuntimeError(f'{self.title} did not start:\n{self._log()}')

    def _accepts_connections(self):
        """Wait for a connection; False if the server ends or is too slow."""
        engine = sqlalchemy.create_engine(
            self.url, poolclass=sqlalchemy.NullPool
        )
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                engine.connect().close()
            except exc.DBAPIError:
                time.sleep(0.05)
            else:
                return True
        return False

    def _stop(self):
        """Stop the server process; kill it if it does not end."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(self.stop_signal)
            try:
                self._process.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None

    def _popen_options(self):
        """Return the account, directory and environment of the programs."""
        options = {
            'cwd': self.directory,
            'stdin': subprocess.DEVNULL,
            'env': {
                'HOME': self.directory,
                'LC_ALL': 'C',
                'PATH': os.environ.get('PATH', os.defpath),
                'TMPDIR': self.directory,
                'TZ': 'UTC',
            },
        }
        if self._account:
            options['user'] = self._account.pw_uid
            options['group'] = self._account.pw_gid
            options['extra_groups'] = []
        return options

    def _log(self):
        with open(self.path('log'), encoding='utf-8', errors='replace') as log:
            return ''.join(log.readlines()[-40:])


def _account(names):
    for name in (*names, 'nobody'):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError('no unprivileged account to run a server as')


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]
