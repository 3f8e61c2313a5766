"""Watches whether this process may still serve the schema.

A process goes on while a newer release migrates its database, unless a
migration says that older code must not.
"""

import logging
import threading
import time

from placement_inv import exceptions
from placement_inv.db import connection_errors
from placement_inv.db import dialects
from placement_inv.db import migration
from placement_inv.db import oldest_code

LOG = logging.getLogger(__name__)

#: Seconds between two looks at the database.
SECONDS = 10


class SchemaWatch:
    """Looks at the schema of a database every SECONDS, when it is asked."""

    def __init__(self, database, clock=time.monotonic):
        self._database = database
        self._clock = clock
        self._next = clock() + SECONDS
        self._lock = threading.Lock()
        #: The SchemaAhead of the last look, if any.
        self._error = None

    def require(self):
        """Raise SchemaAhead if the schema does not allow this code any more.

        PERF: mostly this only compares two numbers. One statement follows if
        it is time for it; meanwhile other threads do not wait.
        """
        if self._clock() >= self._next and self._lock.acquire(blocking=False):
            try:
                self._next = self._clock() + SECONDS
                self._look()
            finally:
                self._lock.release()
        error = self._error
        if error:
            # Not the same object, whose traceback would become longer.
            raise exceptions.SchemaAhead(**error.facts)

    def _look(self):
        try:
            error = self._find_error()
        except exceptions.Unavailable:
            # What was true before may still be so; the reason is logged.
            return
        if error and not self._error:
            LOG.error('%s', error)
        if self._error and not error:
            LOG.info('The schema of the database allows this release again')
        self._error = error

    def _find_error(self):
        with (
            connection_errors.outage_as_unavailable(),
            self._database.engine.connect() as connection,
            dialects.single_statements(connection),
        ):
            oldest = oldest_code.read_row(connection)
            if oldest is None or migration.is_known(oldest):
                return None
            return migration.create_error(connection, oldest)
