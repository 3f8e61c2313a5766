"""Bounds how many threads of a process wait at the database.

One gate is for locks, another one for costly filters; see `time_limits`.

A thread beyond the bound waits in the process. If all threads at the database
have waited for some seconds, it sends its statement with NOWAIT: the
statement gets the lock if it is free, and fails at once if it is not.
"""

import contextlib
import threading
import time

import sqlalchemy as sa

#: An execution option of statements that wait for a lock of a row.
OPTION = 'waits_for_lock'
#: Seconds after which a wait counts as long.
_LONG = 3.0


class LockGate:
    """Counts the threads that wait at the database for locks."""

    def __init__(self, most_threads, seconds=None):
        """`seconds` are those after which a wait counts as long."""
        self._most_threads = most_threads
        self._seconds = seconds
        self._changed = threading.Condition()
        #: When each wait at the database began, by a key.
        self._began = {}

    def listen(self, engine):
        """Count the statements of an engine that wait for locks."""
        if engine.dialect.name == 'sqlite':
            return
        sa.event.listen(
            engine, 'before_cursor_execute', self._before, retval=True
        )
        sa.event.listen(engine, 'after_cursor_execute', self._after)
        sa.event.listen(engine, 'handle_error', self._on_error, insert=True)

    @contextlib.contextmanager
    def entered(self):
        """Yield whether the block may wait for a lock; count it if so."""
        key = object()
        try:
            yield self._enter(key)
        finally:
            self._leave(key)

    def _before(
        self, _connection, _cursor, statement, parameters, context, _many
    ):
        if context.execution_options.get(OPTION) and not self._enter(context):
            statement = f'{statement} NOWAIT'
        return statement, parameters

    def _after(
        self, _connection, _cursor, _statement, _parameters, context, _many
    ):
        if context.execution_options.get(OPTION):
            self._leave(context)

    def _on_error(self, error):
        if error.execution_context is not None:
            self._leave(error.execution_context)

    @property
    def _long(self):
        return _LONG if self._seconds is None else self._seconds

    def _enter(self, key):
        """Count one more wait; return False if there may be no more."""
        with self._changed:
            while len(self._began) >= self._most_threads:
                newest = max(self._began.values())
                left = newest + self._long - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
            self._began[key] = time.monotonic()
            return True

    def _leave(self, key):
        with self._changed:
            if self._began.pop(key, None) is not None:
                self._changed.notify()
