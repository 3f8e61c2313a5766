"""The requests that the embedded HTTP server receives, and their bodies.

The server receives a request before the application sees it, so that it has
to know by itself which bodies are worth their room.
"""

from waitress import parser

from placement_inv import exceptions
from placement_inv.web import errors
from placement_inv.web.middleware import auth

#: The bodies of strangers that show credentials, which nobody has checked
#: yet, are counted each time so many bytes of one have arrived.
_COUNTED_AFTER = 64 * 1024


class Parser(parser.HTTPRequestParser):
    """A request, and what is received of it.

    A body that is not worth its room is left unread: the application answers
    without it, and the connection ends with the answer.
    """

    def __init__(self, adj, connection):
        super().__init__(adj)
        self._connection = connection
        self._counted_at = 0
        self._unread = None
        self.started = connection.server.clock()

    def received(self, data):
        consumed = super().received(data)
        if self.completed and self.error:
            # Nobody shall send what nobody reads.
            self.expect_continue = False
            self._connection.discard_input()
            return len(data)
        if self.body_rcv is not None:
            failure = self._excess()
            if failure is not None:
                self._leave_unread(failure)
                return len(data)
        return consumed

    def parse_header(self, header_plus):
        super().parse_header(header_plus)
        # Chunks are read, and forgotten here, with HTTP/1.1 alone.
        has_unread_chunks = 'TRANSFER_ENCODING' in self.headers
        has_length = 'CONTENT_LENGTH' in self.headers
        if has_unread_chunks or (self.chunked and has_length):
            # A proxy may see another end of the body: what comes behind it
            # could be the request of somebody else.
            self._close_after_answer()

    def get_body_stream(self):
        return self._unread or super().get_body_stream()

    @property
    def _has_credentials(self):
        """Whether a header is there by which a caller could be known."""
        return bool(
            self.headers.get('AUTHORIZATION')
            or self.headers.get('X_AUTH_TOKEN')
            or f'{auth.SESSION_COOKIE}=' in self.headers.get('COOKIE', '')
        )

    def _excess(self):
        """Return the error of a body that is too large for its sender."""
        limits = self._connection.server.limits
        size = max(self.content_length, self.body_bytes_received)
        if size <= limits.max_stranger_body_size:
            return None
        if not self._has_credentials:
            return errors.BodyTooLarge(limit=limits.max_stranger_body_size)
        if not self._connection.is_strangers:
            return None
        if self.body_bytes_received - self._counted_at >= _COUNTED_AFTER:
            self._counted_at = self.body_bytes_received
            unproved = self._connection.server.count_unproved_bytes()
            if unproved > limits.max_unproved_bytes:
                return exceptions.Unavailable()
        return None

    def _leave_unread(self, failure):
        self.close()
        self._unread = _UnreadBody(failure)
        self.completed = True
        self.expect_continue = False
        self._close_after_answer()
        self.headers['CONTENT_LENGTH'] = str(
            max(self.content_length, self.body_bytes_received)
        )
        self._connection.discard_input()

    def _close_after_answer(self):
        self.connection_close = True
        self.headers['CONNECTION'] = 'close'


class _UnreadBody:
    """Stands for a body that was not received; who reads it gets the error."""

    def __init__(self, failure):
        self._failure = failure

    def read(self, *_size):
        raise self._failure

    readline = readlines = __iter__ = read
