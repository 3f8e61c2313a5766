"""One process of a deployment."""

import os
import signal
import subprocess

from placement_inv.tests.servers import lifeline

_SECONDS_TO_STOP = 90


class Process:
    """A program that runs in the foreground and writes to its own log."""

    def __init__(self, command, environment, directory, log, descriptors=()):
        """`descriptors` are file descriptors that the program inherits."""
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
                pass_fds=descriptors,
                preexec_fn=lifeline.make_preexec(signal.SIGTERM),
            )

    @property
    def pid(self):
        return self._child.pid

    @property
    def is_running(self):
        return self._child.poll() is None

    def send(self, number):
        """Send a signal."""
        self._child.send_signal(number)

    def stop(self, number=signal.SIGTERM):
        """Send a signal, wait for the end, return the exit code."""
        if self.is_running:
            self.send(number)
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

    def read_log(self):
        """Return the complete output so far."""
        with open(self._log, encoding='utf-8', errors='replace') as stream:
            return stream.read()
