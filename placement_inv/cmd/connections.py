"""The connections of the embedded HTTP server, and their limits.

A new connection is a stranger's. It is a user's after a request of a known
caller was answered on it. Strangers get little time and memory, and their
connections are closed first if there are too many.
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

#: The lowest average rate of a body, in bytes a second.
_SLOWEST_BODY = 500
#: The limit of all bodies of strangers with unchecked credentials together,
#: as a multiple of the largest body.
_STRANGERS_BODIES = 4

_NO_LIMIT = 2**31 - 1


@dataclasses.dataclass(frozen=True, slots=True)
class Limits:
    """Limits for clients; see the options of [serve]."""

    max_connections: int
    request_timeout: float
    idle_timeout: float
    max_stranger_body_size: int
    #: Of bodies in memory and temporary files whose senders are unknown.
    max_stranger_bytes: int

    @classmethod
    def from_options(cls, options, max_body):
        """Return the limits of the options in the group `serve`."""
        return cls(
            max_connections=options.max_connections,
            request_timeout=options.request_timeout,
            idle_timeout=options.idle_timeout,
            max_stranger_body_size=options.max_stranger_body_size,
            max_stranger_bytes=_STRANGERS_BODIES * max_body,
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
        #: Whether no request of a known caller was answered on it yet.
        self.is_strangers = True
        #: The time at which it began to wait for input.
        self.wait_start = clock()
        self._discards_input = False
        #: The output progress at the last check, and the time at which it was
        #: first seen.
        self._progress = None
        self._progress_time = clock()
        super().__init__(its_server, *args, **kwargs)

    def parser_class(self, adj):
        """Return the parser of the next request."""
        return request_parser.Parser(adj, self)

    def client_has_left(self):
        """Tell whether the client has closed the connection."""
        return client_socket.is_closed(self.socket)

    def discard_input(self):
        """Read and discard all further input until the client closes.

        Closing a connection with unread input resets it, and the client may
        lose the response.
        """
        self._discards_input = True

    def readable(self):
        if self._discards_input:
            return not self.will_close
        return super().readable()

    def received(self, data):
        return True if self._discards_input else super().received(data)

    def handle_write(self):
        if self._discards_input and self.close_when_flushed:
            self._flush_exception(self._flush_some)
            if not (self.total_outbufs_len or self.will_close):
                self._wait_for_the_client_to_close()
            return
        super().handle_write()

    def _wait_for_the_client_to_close(self):
        self.close_when_flushed = False
        self.wait_start = self.server.clock()
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            self.will_close = True

    def service(self):
        super().service()
        self.wait_start = self.server.clock()

    def handle_close(self):
        partial = self.request
        super().handle_close()
        if partial is not None:
            partial.close()

    @property
    def is_idle(self):
        """Whether no request is being answered, and no output is waiting."""
        return not (self.requests or self.total_outbufs_len)

    @property
    def stranger_bytes(self):
        """The received bytes of bodies, if the connection is a stranger's."""
        if not self.is_strangers:
            return 0
        partial = self.request
        return sum(each.body_bytes_received for each in self.requests) + (
            partial.body_bytes_received if partial is not None else 0
        )

    def is_overdue(self, now):
        """Tell whether the client has exceeded a time limit."""
        limits = self.server.limits
        if self.total_outbufs_len:
            return self._is_stalled(now)
        self._progress = None
        if self.requests:
            return False
        partial = self.request
        if partial is not None and partial.headers_finished:
            body = partial.body_bytes_received / _SLOWEST_BODY
            return now - partial.start_time > limits.request_timeout + body
        if self.is_strangers or self._discards_input:
            return now - self.wait_start > limits.request_timeout
        if partial is not None:
            return now - partial.start_time > limits.request_timeout
        return now - self.wait_start > limits.idle_timeout

    def _is_stalled(self, now):
        """Tell whether the client has read no output for too long.

        The time starts at the first check that finds output: the time of the
        application does not count.
        """
        progress = self.last_activity, self.total_outbufs_len
        if progress != self._progress:
            self._progress, self._progress_time = progress, now
        return now - self._progress_time > self.server.limits.idle_timeout

    @property
    def priority(self):
        """A sort key: the connection with the smallest is closed first."""
        is_receiving = self.request is not None
        return not self.is_strangers, is_receiving, self.wait_start


class Server(server.TcpWSGIServer):
    """Accepts connections, and closes those that exceed the limits."""

    channel_class = Connection

    def __init__(self, *args, limits, clock=time.monotonic, **kwargs):
        self.limits = limits
        self.clock = clock
        #: The number of idle connections that were closed for new ones.
        self._closed_count = 0
        super().__init__(*args, **kwargs)

    def readable(self):
        # Called first: it calls `maintenance`.
        is_accepting = super().readable()
        return is_accepting and (
            len(self.active_channels) < self.limits.max_connections
            or _find_idle(self.active_channels.values()) is not None
        )

    def handle_accept(self):
        super().handle_accept()
        if len(self.active_channels) <= self.limits.max_connections:
            return
        # An old one is closed after the new one is accepted: the new one must
        # not get a file descriptor for which the loop still has events.
        *old, _new = self.active_channels.values()
        connection = _find_idle(old)
        if connection is not None:
            connection.handle_close()
            self._closed_count += 1

    def maintenance(self, _now):
        """Close the connections that have exceeded a time limit."""
        now = self.clock()
        overdue = [
            connection
            for connection in self.active_channels.values()
            if connection.is_overdue(now)
        ]
        for connection in overdue:
            connection.handle_close()
        if overdue:
            LOG.info('Closed %d connections that took too long', len(overdue))
        if self._closed_count:
            LOG.warning(
                'Closed %d idle connections to admit others: '
                '[serve]max_connections are open',
                self._closed_count,
            )
            self._closed_count = 0

    def count_stranger_bytes(self):
        """Return the received bytes of the bodies of all strangers."""
        return sum(
            connection.stranger_bytes
            for connection in self.active_channels.values()
        )


def _find_idle(connections):
    """Return the idle connection to close first, None if none is idle."""
    return min(
        (connection for connection in connections if connection.is_idle),
        key=lambda connection: connection.priority,
        default=None,
    )


def create_server(application, listener, threads, max_body, limits, **kwargs):
    """Return a Server on a listening socket; call `run` to serve.

    `threads` is the number of requests that are answered at a time.
    `max_body` is the application's limit of a body; the server's own is
    larger, so that the application refuses the body.
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
            # Our server counts connections itself; clean up each second.
            connection_limit=_NO_LIMIT,
            cleanup_interval=1,
            asyncore_use_poll=True,
            max_request_body_size=2 * max_body,
            ident=None,
            # The application decides which proxies it trusts.
            clear_untrusted_proxy_headers=False,
        ),
        **kwargs,
    )
