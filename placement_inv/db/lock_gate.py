"""Bounds how many threads of a process wait at the database.

One gate is for locks, another one for costly filters; see `time_limits`.

A thread beyond the bound waits in the process. If none of the threads at the
database has got its lock for some seconds, it sends its statement with NOWAIT:
the statement gets the lock if it is free, and fails at once if it is not.

A transaction that has got a lock does not wait here for its next one: those
who wait at the database may wait for what it holds.
"""

import contextlib
import threading
import time

import sqlalchemy as sa

#: An execution option of statements that wait for a lock of a row.
OPTION = 'waits_for_lock'
#: The key in `info` of a connection whose transaction has got a lock.
_HAS_LOCK = 'lock_gate_has_lock'
#: Seconds without a lock after which those who hold locks count as blocked.
_LONG = 3.0


class LockGate:
    """Counts the threads that wait at the database for locks."""

    def __init__(self, most_threads, seconds=None):
        """`seconds` without a lock mean that all waits are blocked."""
        self._most_threads = most_threads
        self._seconds = seconds
        self._changed = threading.Condition()
        #: The keys of the waits at the database.
        self._waits = set()
        #: When a wait last got its lock, or the first of these waits began. A
        #: wait that fails and the one that follows it are no progress: with
        #: those, waits that fail one by one would keep all threads here.
        self._progressed = 0.0

    def listen(self, engine):
        """Count the statements of an engine that wait for locks."""
        if engine.dialect.name == 'sqlite':
            return
        sa.event.listen(
            engine, 'before_cursor_execute', self._before, retval=True
        )
        sa.event.listen(engine, 'after_cursor_execute', self._after)
        sa.event.listen(engine, 'handle_error', self._on_error)
        for end in ('commit', 'rollback'):
            sa.event.listen(engine, end, _forget_lock)

    @contextlib.contextmanager
    def entered(self):
        """Yield whether the block may wait for a lock; count it if so."""
        key = object()
        has_lock = False
        try:
            yield self._enter(key)
            has_lock = True
        finally:
            self._leave(key, has_lock)

    def _before(
        self, connection, _cursor, statement, parameters, context, _many
    ):
        if (
            context.execution_options.get(OPTION)
            and not connection.info.get(_HAS_LOCK)
            and not self._enter(context)
        ):
            statement = f'{statement} NOWAIT'
        return statement, parameters

    def _after(
        self, connection, _cursor, _statement, _parameters, context, _many
    ):
        if context.execution_options.get(OPTION):
            connection.info[_HAS_LOCK] = True
            self._leave(context, has_lock=True)

    def _on_error(self, error):
        if error.execution_context is not None:
            self._leave(error.execution_context, has_lock=False)

    @property
    def _long(self):
        return _LONG if self._seconds is None else self._seconds

    def _enter(self, key):
        """Count one more wait; return False if there may be no more."""
        with self._changed:
            while len(self._waits) >= self._most_threads:
                left = self._progressed + self._long - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
            if not self._waits:
                self._progressed = time.monotonic()
            self._waits.add(key)
            return True

    def _leave(self, key, has_lock):
        with self._changed:
            if key not in self._waits:
                return
            self._waits.remove(key)
            if has_lock:
                self._progressed = time.monotonic()
            self._changed.notify()


def _forget_lock(connection):
    # SQLAlchemy clears the info of a lost connection. Reading it would raise
    # PendingRollbackError in place of the error that ended the connection.
    if not connection.invalidated:
        connection.info.pop(_HAS_LOCK, None)
