"""Transaction functions: one decorated function, one transaction.

Functions of `objects/` that handlers and jobs call are decorated with
`@reader` or `@writer`; the first argument is the context. They may call each
other: the inner one joins the transaction of the outer one, and a reader never
calls a writer (TypeError). Only the outermost writer is retried, so that a
retry repeats all of the work.
"""

import contextlib
import datetime
import functools
import itertools
import logging
import time

from oslo_db import api
from oslo_db import exception as db_exc
from oslo_db.sqlalchemy import enginefacade

from placement_inv import exceptions
from placement_inv.db import connection_errors
from placement_inv.db import connections
from placement_inv.db import dialects
from placement_inv.db import driver_errors
from placement_inv.db import engines
from placement_inv.db import limits as connection_limits
from placement_inv.db import lock_gate
from placement_inv.db import schema_watch
from placement_inv.db import sqlite_pool

LOG = logging.getLogger(__name__)

#: Options of ours, and options that enginefacade does not know.
_NOT_FOR_ENGINEFACADE = frozenset(
    (
        'asyncio_connection',
        'asyncio_slave_connection',
        'backend',
        'background_lock_timeout',
        'background_statement_timeout',
        'db_inc_retry_interval',
        'db_max_retries',
        'db_max_retry_interval',
        'db_retry_interval',
        'idle_transaction_timeout',
        'limits_by_role',
        'lock_timeout',
        'max_retries',
        'max_waiting_threads',
        'retry_interval',
        'statement_timeout',
        'sync_on_startup',
        'use_db_reconnect',
    )
)


class Database:
    """The engines of one application, created at their first use.

    No connection is opened before the first transaction, so that a server
    which forks its workers after loading the application shares none.
    """

    def __init__(
        self, options, teach_sqlite=None, time_limit=None, limits=None
    ):
        """Configure the engines by the options of [placement_database].

        `teach_sqlite` is called with each new connection of SQLite's driver,
        to add functions. `time_limit` is the `time_limits.TimeLimit` of
        statements. `limits` are the `limits.Limits` of connections, those of
        requests by default.
        """
        self._limits = limits or connection_limits.of_requests(options)
        self._gate = None
        if self._limits.waiting_threads:
            self._gate = lock_gate.LockGate(self._limits.waiting_threads)
        self._teach_sqlite = teach_sqlite
        self._time_limit = time_limit
        self._options = options
        #: The time by which the database's clock is ahead of this machine's;
        #: 0 until the sweeper has compared them.
        self.clock_ahead = datetime.timedelta(0)
        #: Whether this code may still serve the schema.
        self.schema = schema_watch.SchemaWatch(self)
        self._manager = enginefacade.transaction_context()
        self._manager.configure(
            sqlite_fk=True,
            # Requests do not wait for a server that is down; only `wait` does.
            max_retries=0,
            # Only green threads need a yield when a connection is returned.
            thread_checkin=False,
            on_engine_create=[self._prepare],
            **_for_enginefacade(options),
        )
        self._retry = api.wrap_db_retry(
            max_retries=options.db_max_retries,
            retry_interval=0.01,
            inc_retry_interval=True,
            max_retry_interval=1,
            jitter=True,
            retry_on_deadlock=True,
            exception_checker=driver_errors.is_conflict,
        )

    @property
    def engine(self):
        """The SQLAlchemy engine of writers, for migrations and tests."""
        return self._manager.writer.get_engine()

    def dispose(self):
        """Close every pooled connection, before a fork or at the end."""
        self._manager.dispose_pool()

    def wait(self):
        """Wait until the database answers, at the start of a process.

        Raises Unavailable after `max_retries` more attempts, with
        `retry_interval` seconds between them. -1 is an unlimited number.
        """
        retries = self._options.max_retries
        for attempt in itertools.count():
            try:
                self.ping()
            except exceptions.Unavailable:
                if 0 <= retries <= attempt:
                    raise
                LOG.warning(
                    'Trying the database again in %s seconds',
                    self._options.retry_interval,
                )
                time.sleep(self._options.retry_interval)
            else:
                return

    def ping(self):
        """Raise Unavailable unless the database answers."""
        with (
            connection_errors.outage_as_unavailable(),
            self.engine.connect() as connection,
        ):
            connection.exec_driver_sql('SELECT 1')

    @property
    def max_connections(self):
        """The number of connections that one process may open.

        None for SQLite, which has no server that limits them.
        """
        return connections.count_of_pool(self._options)

    @contextlib.contextmanager
    def single_statement(self):
        """Yield a connection for one statement that is its own transaction.

        Never call it in a transaction function: a request that holds two
        connections may wait for itself.
        """
        with (
            connection_errors.outage_as_unavailable() as progress,
            self.engine.begin() as connection,
            dialects.single_statements(connection),
        ):
            progress.may_be_committed = True
            yield connection

    def _prepare(self, engine):
        engines.prepare(engine, self._teach_sqlite, self._limits, self._gate)
        if self._time_limit:
            self._time_limit.listen(engine)

    def read(self, ctx, function, args, kwargs):
        if ctx.transaction_depth:
            # The writer around it retries all of its work after a conflict.
            return self._read_within(ctx, function, args, kwargs)
        with (
            connection_errors.contention_as_unavailable(),
            connection_errors.outage_as_unavailable(),
            self._manager.reader.connection.using(ctx) as connection,
            dialects.single_statements(connection),
        ):
            return function(ctx, *args, **kwargs)

    def _read_within(self, ctx, function, args, kwargs):
        with (
            connection_errors.outage_as_unavailable(),
            self._manager.reader.connection.using(ctx),
        ):
            return function(ctx, *args, **kwargs)

    def write(self, ctx, function, args, kwargs):
        if ctx.transaction_depth:
            return self._write_once(ctx, function, args, kwargs)
        with connection_errors.contention_as_unavailable():
            write = self._retry(self._write_outermost)
            result = write(ctx, function, args, kwargs)
        ctx.run_after_commit()
        return result

    def _write_outermost(self, ctx, function, args, kwargs):
        """Write; once more if a referenced row was deleted meanwhile.

        The second attempt does not find the row and raises the error that
        belongs to it.
        """
        try:
            return self._write_once(ctx, function, args, kwargs)
        except db_exc.DBReferenceError:
            return self._write_once(ctx, function, args, kwargs)

    def _write_once(self, ctx, function, args, kwargs):
        if not ctx.transaction_depth:
            ctx.after_commit.clear()
        with (
            connection_errors.outage_as_unavailable() as progress,
            engines.about_to_write(),
            ctx.nested_transaction(),
            self._manager.writer.connection.using(ctx),
        ):
            result = function(ctx, *args, **kwargs)
            # Only the outermost function commits.
            progress.may_be_committed = ctx.transaction_depth == 1
            return result


def is_sqlite(options):
    """Tell whether the configured database is SQLite's."""
    return (options.connection or '').startswith('sqlite')


def _for_enginefacade(options):
    arguments = {
        name: value
        for name, value in options.items()
        if name not in _NOT_FOR_ENGINEFACADE
    }
    if is_sqlite(options):
        arguments['connection'] = sqlite_pool.add_plugin(options.connection)
        # oslo.db would pass it to SQLite's pools, which do not accept it.
        del arguments['pool_timeout']
    return arguments


def reader(function):
    """Decorate `function(ctx, …)` to run in a transaction that reads."""

    @functools.wraps(function)
    def run(ctx, *args, **kwargs):
        return ctx.database.read(ctx, function, args, kwargs)

    return run


def writer(function):
    """Decorate `function(ctx, …)` to run in a transaction that writes.

    Deadlocks and other conflicts are retried, so that the function may run
    several times before it commits: add actions that must happen exactly once
    to `ctx.after_commit`.
    """

    @functools.wraps(function)
    def run(ctx, *args, **kwargs):
        return ctx.database.write(ctx, function, args, kwargs)

    return run
