"""One program of a deployment: started, watched and ended by its id."""

import os
import signal
import subprocess

from placement_inv.tests.servers import lifeline

_SECONDS_TO_STOP = 90


class Process:
    """A program that runs in the foreground and writes to a log of its own."""

    def __init__(self, command, environment, directory, log, inherited=()):
        """`inherited` are file descriptors that the program gets as well."""
        self._log = log
        with open(log, 'ab') as stream:
            self._child = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                cwd=directory,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
                pass_fds=inherited,
                preexec_fn=lifeline.tied(signal.SIGTERM),
            )

    @property
    def pid(self):
        return self._child.pid

    @property
    def is_running(self):
        return self._child.poll() is None

    def tell(self, number):
        """Send a signal."""
        self._child.send_signal(number)

    def stop(self, number=signal.SIGTERM):
        """Ask it to end, and wait until it did; return its exit code."""
        if self.is_running:
            self.tell(number)
        try:
            return self._child.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            raise

    def children(self):
        """Return the ids of its child processes."""
        path = f'/proc/{self.pid}/task/{self.pid}/children'
        with open(path, encoding='ascii') as stream:
            return [int(number) for number in stream.read().split()]

    def logged(self):
        """Return everything it wrote so far."""
        with open(self._log, encoding='utf-8', errors='replace') as stream:
            return stream.read()
