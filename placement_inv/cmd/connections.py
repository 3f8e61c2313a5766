"""The connections of the embedded HTTP server: who may keep one, and how long.

Who connects is a stranger. A connection is a user's once a request on it was
answered for a user. Strangers get little time and little memory, and give way
to others where connections are scarce.
"""

import dataclasses
import logging
import socket
import time

from waitress import adjustments
from waitress import channel
from waitress import server
from waitress import task

from placement_inv.cmd import request_parser
from placement_inv.web import client_socket
from placement_inv.web import request

LOG = logging.getLogger(__name__)

#: A body has to arrive with so many bytes a second, on average.
_SLOWEST_BODY = 500
#: The bodies of strangers that show credentials, which nobody has checked
#: yet, are together at most so many times the largest body.
_STRANGERS_BODIES = 4

_NO_LIMIT = 2**31 - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """What clients may take; see the options of [serve]."""

    max_connections: int
    request_timeout: float
    idle_timeout: float
    max_stranger_body_size: int
    #: All that was received of bodies whose senders are not known yet.
    max_unproved_bytes: int

    @classmethod
    def from_options(cls, options, max_body):
        """Return the limits of a configuration's group `serve`."""
        return cls(
            max_connections=options.max_connections,
            request_timeout=options.request_timeout,
            idle_timeout=options.idle_timeout,
            max_stranger_body_size=options.max_stranger_body_size,
            max_unproved_bytes=_STRANGERS_BODIES * max_body,
        )


class Task(task.WSGITask):
    """One request that the application answers."""

    def get_environment(self):
        environ = super().get_environment()
        environ[request.CLIENT_HAS_LEFT_KEY] = self.channel.client_has_left
        return environ

    def execute(self):
        super().execute()
        context = self.environ.get(request.CONTEXT_KEY)
        if context is not None and context.user_id is not None:
            self.channel.is_strangers = False


class Connection(channel.HTTPChannel):
    """One connection of a client."""

    task_class = Task

    def __init__(self, its_server, *args, **kwargs):
        clock = its_server.clock
        #: Whether no request on it was answered for a user yet.
        self.is_strangers = True
        #: Since when the next request, or the rest of one, is waited for.
        self.waits_since = clock()
        self._discards = False
        #: What was sent when somebody looked last, and since when nothing
        #: more was.
        self._progress = None
        self._stalled_since = clock()
        super().__init__(its_server, *args, **kwargs)

    def parser_class(self, adj):
        """Return what takes the next request."""
        return request_parser.Parser(adj, self)

    def client_has_left(self):
        """Tell whether the client has closed the connection."""
        return client_socket.is_closed(self.socket)

    def discard_input(self):
        """Read on without a use for it, until the connection is closed.

        Where a connection is closed with something unread in it, the client
        may lose the answer.
        """
        self._discards = True

    def readable(self):
        if self._discards:
            return not self.will_close
        return super().readable()

    def received(self, data):
        return True if self._discards else super().received(data)

    def handle_write(self):
        if self._discards and self.close_when_flushed:
            self._flush_exception(self._flush_some)
            if not (self.total_outbufs_len or self.will_close):
                self._wait_for_the_client_to_close()
            return
        super().handle_write()

    def _wait_for_the_client_to_close(self):
        self.close_when_flushed = False
        self.waits_since = self.server.clock()
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.will_close = True

    def service(self):
        super().service()
        self.waits_since = self.server.clock()

    def handle_close(self):
        partial = self.request
        super().handle_close()
        if partial is not None:
            partial.close()

    @property
    def is_idle(self):
        """Whether nothing is at work for it, and nothing is to be sent."""
        return not (self.requests or self.total_outbufs_len)

    @property
    def unproved_bytes(self):
        """What is kept of bodies that no known user has sent."""
        if not self.is_strangers:
            return 0
        partial = self.request
        return sum(each.body_bytes_received for each in self.requests) + (
            partial.body_bytes_received if partial is not None else 0
        )

    def is_overdue(self, now):
        """Tell whether its client has taken longer than it may."""
        limits = self.server.limits
        if self.total_outbufs_len:
            return self._is_stalled(now)
        self._progress = None
        if self.requests:
            return False
        partial = self.request
        if partial is not None and partial.headers_finished:
            body = partial.body_bytes_received / _SLOWEST_BODY
            return now - partial.started > limits.request_timeout + body
        if self.is_strangers or self._discards:
            return now - self.waits_since > limits.request_timeout
        if partial is not None:
            return now - partial.started > limits.request_timeout
        return now - self.waits_since > limits.idle_timeout

    def _is_stalled(self, now):
        """Tell whether the client has read nothing for too long.

        The time begins where somebody sees that there is something to read:
        the application may have worked on it for longer.
        """
        progress = self.last_activity, self.total_outbufs_len
        if progress != self._progress:
            self._progress, self._stalled_since = progress, now
        return now - self._stalled_since > self.server.limits.idle_timeout

    @property
    def dispensability(self):
        """What is smallest of the one that should go first."""
        is_receiving = self.request is not None
        return not self.is_strangers, is_receiving, self.waits_since


class Server(server.TcpWSGIServer):
    """Accepts connections, and closes those that are not worth their room."""

    channel_class = Connection

    def __init__(self, *args, limits, clock=time.monotonic, **kwargs):
        self.limits = limits
        self.clock = clock
        self._displaced = 0
        super().__init__(*args, **kwargs)

    def readable(self):
        # It looks after the connections now and then.
        accepts = super().readable()
        return accepts and (
            len(self.active_channels) < self.limits.max_connections
            or _most_dispensable(self.active_channels.values()) is not None
        )

    def handle_accept(self):
        super().handle_accept()
        if len(self.active_channels) <= self.limits.max_connections:
            return
        # The new one is there before an old one goes: it must not get the
        # number of a file that the loop still has news of.
        *old, _new = self.active_channels.values()
        dispensable = _most_dispensable(old)
        if dispensable is not None:
            dispensable.handle_close()
            self._displaced += 1

    def maintenance(self, _now):
        """Close the connections whose clients have taken too long."""
        now = self.clock()
        overdue = [
            each
            for each in self.active_channels.values()
            if each.is_overdue(now)
        ]
        for each in overdue:
            each.handle_close()
        if overdue:
            LOG.info('Closed %d connections that took too long', len(overdue))
        if self._displaced:
            LOG.warning(
                'Closed %d idle connections to admit others: '
                '[serve]max_connections are open',
                self._displaced,
            )
            self._displaced = 0

    def count_unproved_bytes(self):
        """Return how much is kept of bodies that no known user has sent."""
        return sum(
            each.unproved_bytes for each in self.active_channels.values()
        )


def _most_dispensable(connections):
    """Return the idle connection that should go first, None for none."""
    return min(
        (each for each in connections if each.is_idle),
        key=lambda each: each.dispensability,
        default=None,
    )


def create_server(application, listener, threads, max_body, limits, **kwargs):
    """Return a Server on a socket that listens; `run` makes it answer.

    `threads` requests are worked on at a time. `max_body` is where the
    application itself refuses a body; the server reads a little further, so
    that the refusal is the application's.
    """
    dispatcher = task.ThreadedTaskDispatcher()
    dispatcher.set_thread_count(threads)
    return Server(
        application,
        _sock=listener,
        bind_socket=False,
        sockinfo=(
            listener.family,
            listener.type,
            listener.proto,
            listener.getsockname(),
        ),
        dispatcher=dispatcher,
        limits=limits,
        adj=adjustments.Adjustments(
            sockets=[listener],
            threads=threads,
            # The server counts by itself, and looks each second.
            connection_limit=_NO_LIMIT,
            cleanup_interval=1,
            asyncore_use_poll=True,
            max_request_body_size=2 * max_body,
            ident=None,
            # Whether these are believed is the application's to say.
            clear_untrusted_proxy_headers=False,
        ),
        **kwargs,
    )
