"""Keeps SQLite's connections open between transactions.

oslo.db gives SQLite no pool: each transaction would open the file, read its
schema and, as the last one to close it, fold the write-ahead log back; that
costs milliseconds where the transaction itself costs microseconds.
"""

import os
import sqlite3
import threading


class ConnectionPool:
    """Takes back what a transaction closes and hands it out again."""

    def __init__(self, size=16):
        self._size = size
        self._lock = threading.Lock()
        self._free = []
        self._process = os.getpid()

    def connect(self, _dialect, _record, arguments, options):
        """Return a connection (SQLAlchemy's `do_connect` event)."""
        with self._lock:
            # A connection must not be used across a fork.
            if self._process != os.getpid():
                self._process, self._free = os.getpid(), []
            if self._free:
                return self._free.pop()
        options = {**options, 'check_same_thread': False}
        connection = sqlite3.connect(*arguments, factory=_Returning, **options)
        connection.shelf = self
        return connection

    def take_back(self, connection):
        """Keep `connection` for later; False where there is no room."""
        connection.rollback()
        with self._lock:
            if len(self._free) >= self._size or self._process != os.getpid():
                return False
            self._free.append(connection)
        return True

    def clear(self):
        """Close every connection that nobody uses."""
        with self._lock:
            free, self._free = self._free, []
        for connection in free:
            connection.really_close()


class _Returning(sqlite3.Connection):
    """A connection that goes back to its shelf when it is closed."""

    shelf = None

    def close(self):
        if not self.shelf.take_back(self):
            self.really_close()

    def really_close(self):
        super().close()
