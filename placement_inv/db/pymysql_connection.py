"""Connections of PyMySQL with a shorter time limit for pings."""

import contextlib

from pymysql import connections


class Connection(connections.Connection):
    """Limits answers that need no work of the server by `connect_timeout`.

    `read_timeout` is the limit for statements.
    """

    def connect(self, sock=None):
        """Connect, and wait at most `connect_timeout` for each answer."""
        with self._wait_briefly():
            super().connect(sock)

    def ping(self, reconnect=False):
        """Check that the server answers within `connect_timeout`."""
        with self._wait_briefly():
            super().ping(reconnect)

    @contextlib.contextmanager
    def _wait_briefly(self):
        usual = self._read_timeout
        self._read_timeout = min(
            filter(None, (usual, self.connect_timeout)), default=None
        )
        try:
            yield
        finally:
            self._read_timeout = usual


def connect(arguments, options):
    """Connect as `pymysql.connect` does."""
    return Connection(*arguments, **options)
