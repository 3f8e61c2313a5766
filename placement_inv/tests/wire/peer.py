"""Runs OpenStack Placement on a local port, with SQLite.

python -m placement_inv.tests.wire.peer PORT DIRECTORY
"""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from wsgiref import simple_server

_SECONDS_TO_START = 60


@contextlib.contextmanager
def run(directory):
    """Run a peer in another process during the block; yield its host.

    `directory` contains its configuration file.
    """
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    arguments = [sys.executable, '-m', __name__, str(port), str(directory)]
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, port)
        yield f'127.0.0.1:{port}'
    finally:
        process.terminate()
        process.wait()


def _wait(process, port):
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        connection = http.client.HTTPConnection('127.0.0.1', port)
        try:
            connection.request('GET', '/')
            connection.getresponse()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
        finally:
            connection.close()


def _serve(port, directory):
    os.environ['OS_PLACEMENT_CONFIG_DIR'] = str(directory)
    # The import reads the configuration.
    from placement.wsgi.api import application

    simple_server.make_server('127.0.0.1', port, application).serve_forever()


if __name__ == '__main__':
    _serve(int(sys.argv[1]), sys.argv[2])
