"""The request context: who asks, and the services a request may use."""

import contextlib
import threading

from oslo_context import context
from oslo_db.sqlalchemy import enginefacade

#: What the change record names of a caller.
_ORIGIN = ('user_id', 'user_name', 'actor_id', 'request_id')


@enginefacade.transaction_context_provider
class RequestContext(context.RequestContext):
    """Who asks, with what rights, and the services handed down by deploy.

    `services` is the `deploy.Services` of the application. Inside a
    transaction function `connection` is the SQLAlchemy connection (oslo.db's
    enginefacade). One context serves one thread at a time.

    `stopping` is the event by which a worker asks its job to stop: long work
    looks at it now and then, leaves things as another start of it can find
    them, and raises `exceptions.Stopped`. For a request it is never set.
    """

    stopping = threading.Event()

    def __init__(self, services, **identity):
        super().__init__(**identity)
        self.services = services
        #: The id of the user whom rows written now name; None for nobody.
        self.actor_id = None
        #: Calls to make, without arguments, once the transaction committed.
        self.after_commit = []
        self.transaction_depth = 0
        self._allowed = {}

    @property
    def origin(self):
        """What of the caller goes with the work that a request leaves behind.

        It names somebody, and gives no rights.
        """
        return {name: getattr(self, name) for name in _ORIGIN}

    def speak_for(self, origin):
        """Make what is written now name the caller that `origin` tells of."""
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
        """Tell whether policy allows `rule`, whatever it is done to.

        Each row of a list asks this; the answer is found once.
        """
        if rule not in self._allowed:
            allowed = self.services.policy.allows(self, rule, {})
            self._allowed[rule] = allowed
        return self._allowed[rule]

    @contextlib.contextmanager
    def deeper(self):
        """Count one more writing transaction function around the block."""
        self.transaction_depth += 1
        try:
            yield
        finally:
            self.transaction_depth -= 1

    def run_after_commit(self):
        """Call the functions in `after_commit` once each."""
        calls, self.after_commit = self.after_commit, []
        for call in calls:
            call()
