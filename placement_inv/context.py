"""The request context: the caller, and the services that a request uses."""

import contextlib
import threading

from oslo_context import context
from oslo_db.sqlalchemy import enginefacade

#: The attributes of a caller in the audit log.
_ORIGIN = ('user_id', 'user_name', 'actor_id', 'request_id')


@enginefacade.transaction_context_provider
class _TransactionContext(context.RequestContext):
    """A context in which transaction functions find their connection."""


class RequestContext(_TransactionContext):
    """The caller, with its roles, and the services of the application.

    `services` is a `deploy.Services`. Inside a transaction function
    `connection` is the SQLAlchemy connection (oslo.db's enginefacade). A
    context must not be used by two threads at a time.

    `stopping` is the event by which a worker asks its job to stop: a long job
    checks it now and then, leaves a state from which it can be started again,
    and raises `exceptions.Stopped`. It is never set for a request.
    """

    stopping = threading.Event()

    def __init__(self, services, **identity):
        super().__init__(**identity)
        self.services = services
        #: The `conditions.Access` of a caller with limits; None for
        #: administrators, and for work of the service.
        self.access = None
        #: A function that returns a connection whose statements have the
        #: limits of `access`; None without limits.
        self.limit_connection = None
        #: The roles of a caller with limits on rows: {(kind, id): names}.
        self.row_roles = {}
        #: The id of the user in the author columns of rows; None for no user.
        self.actor_id = None
        #: Functions to call, without arguments, after the commit.
        self.after_commit = []
        self.transaction_depth = 0
        self._permissions = {}

    @property
    def connection(self):
        """Return the connection of the transaction, with the caller's limits.

        There is none outside of a transaction function.
        """
        connection = super().connection
        if self.limit_connection is None:
            return connection
        return self.limit_connection(connection)

    @property
    def origin(self):
        """The caller of this request, to be stored with a job.

        It is only for the audit log and authors, and grants no permissions.
        """
        return {name: getattr(self, name) for name in _ORIGIN}

    def set_origin(self, origin):
        """Make the caller in `origin` the author of what is written."""
        for name in _ORIGIN:
            setattr(self, name, origin.get(name))

    @property
    def database(self):
        return self.services.database

    @property
    def conf(self):
        return self.services.conf

    def can(self, rule, target=None):
        """Raise PolicyNotAuthorized unless policy allows `rule`."""
        self.services.policy.authorize(self, rule, target or {})

    def may(self, rule):
        """Tell whether policy allows `rule`, without a target.

        PERF: it is called for each row of a list, and decided once.
        """
        if rule not in self._permissions:
            is_allowed = self.services.policy.allows(self, rule, {})
            self._permissions[rule] = is_allowed
        return self._permissions[rule]

    @contextlib.contextmanager
    def nested_transaction(self):
        """Count one more writing transaction function around the block."""
        self.transaction_depth += 1
        try:
            yield
        finally:
            self.transaction_depth -= 1

    def run_after_commit(self):
        """Call each function in `after_commit` once."""
        calls, self.after_commit = self.after_commit, []
        for call in calls:
            call()
