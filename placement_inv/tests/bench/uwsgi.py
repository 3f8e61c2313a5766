"""Runs one WSGI application in uWSGI, on a free loopback port."""

from collections.abc import Iterator
import contextlib
import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

from placement_inv.tests.servers import lifeline

_SECONDS_TO_START = 120
_SECONDS_TO_STOP = 20


class Server:
    """A running uWSGI: its address and its processes."""

    def __init__(self, process, port, log):
        self._process = process
        self._log = log
        self.address = ('127.0.0.1', port)

    @property
    def workers(self) -> list[int]:
        """The ids of the worker processes."""
        pid = self._process.pid
        children = pathlib.Path(f'/proc/{pid}/task/{pid}/children')
        return [int(number) for number in children.read_text().split()]

    def wait(self) -> None:
        """Wait until it responds."""
        until = time.monotonic() + _SECONDS_TO_START
        while not self._responds():
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f'uWSGI did not start:\n{self.log()}')
            time.sleep(0.1)

    def log(self) -> str:
        """Return the end of the log."""
        return self._log.read_text(errors='replace')[-6000:]

    def _responds(self):
        connection = http.client.HTTPConnection(*self.address, timeout=10)
        try:
            connection.request('GET', '/')
            return connection.getresponse().status < 500
        except OSError:
            return False
        finally:
            connection.close()


@contextlib.contextmanager
def serve(
    module: str,
    directory: pathlib.Path,
    environ: dict[str, str],
    patience: int = 60,
    processes: int = 2,
    lazy: bool = False,
) -> Iterator[Server]:
    """Serve `module` ('package.module:name') during the block.

    uWSGI ends a request that takes longer than `patience` seconds, with its
    process. With `lazy` each process loads the application itself, which an
    application needs that opens connections while it is loaded.
    """
    port = _free_port()
    log = directory / 'uwsgi.log'
    with log.open('ab') as stream:
        process = subprocess.Popen(
            [
                _program(),
                f'--http11-socket=127.0.0.1:{port}',
                f'--module={module}',
                f'--processes={processes}',
                f'--harakiri={patience}',
                f'--virtualenv={sys.prefix}',
                '--master',
                '--need-app',
                '--single-interpreter',
                '--die-on-term',
                '--disable-logging',
                '--buffer-size=65535',
                *(['--lazy-apps'] if lazy else []),
            ],
            cwd=directory,
            env=os.environ | environ,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            preexec_fn=lifeline.make_preexec(signal.SIGTERM),
        )
    try:
        running = Server(process, port, log)
        running.wait()
        yield running
    finally:
        _stop(process)


def _program():
    """Return uWSGI's program; prefer the one in Python's directory."""
    places = os.pathsep.join((os.path.dirname(sys.executable), os.defpath))
    for name in ('uwsgi', 'pyuwsgi'):
        if path := shutil.which(name, path=places):
            return path
    raise RuntimeError('no program uwsgi found (pip install pyuwsgi)')


def _stop(process):
    process.terminate()
    try:
        process.wait(_SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]
