"""Time limits of connections, for requests and for background work."""

import dataclasses

#: Seconds that the client waits after the time limit of a statement: a server
#: that works has ended the statement before.
_SECONDS_TO_ANSWER = 5

#: The threads of a server that does not tell their number.
_USUAL_THREADS = 8


@dataclasses.dataclass(frozen=True)
class Limits:
    """Limits of connections, in seconds; 0 is none."""

    #: How long a statement waits for a lock.
    lock: int = 0
    #: How long a statement takes.
    statement: int = 0
    #: How long a transaction stays open without a statement.
    idle_transaction: int = 0
    #: Whether the database's account sets the limits: none are sent then.
    by_role: bool = False
    #: How many threads may wait for locks at a time; 0 is any number.
    waiting_threads: int = 0

    @property
    def answer(self):
        """How long the client waits for an answer; None is forever."""
        return self.statement + _SECONDS_TO_ANSWER if self.statement else None


def of_requests(options, threads=None):
    """Return the limits of requests.

    `options` are the group [placement_database]. `threads` is how many
    requests are answered at the same time, None if that is unknown.
    """
    half_of_threads = max(1, (threads or _USUAL_THREADS) // 2)
    return Limits(
        lock=options.lock_timeout,
        statement=options.statement_timeout,
        idle_transaction=options.idle_transaction_timeout,
        by_role=options.limits_by_role,
        waiting_threads=options.max_waiting_threads or half_of_threads,
    )


def of_background(options):
    """Return the limits of background work."""
    return Limits(
        lock=options.background_lock_timeout,
        statement=options.background_statement_timeout,
        idle_transaction=options.idle_transaction_timeout,
        by_role=options.limits_by_role,
    )
