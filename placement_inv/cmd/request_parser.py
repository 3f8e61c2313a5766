"""Parses requests for the embedded HTTP server, and limits their bodies.

The server receives the whole request before it calls the application, so that
it must limit the bodies of unknown callers itself.
"""

import re

from waitress import parser

from placement_inv import exceptions
from placement_inv.web import errors
from placement_inv.web.middleware import auth

#: All bodies of strangers with unchecked credentials are added up whenever so
#: many bytes of one of them have arrived.
_COUNT_INTERVAL = 64 * 1024

_RAW_BYTE = re.compile(rb'[\x80-\xff]')


class Parser(parser.HTTPRequestParser):
    """A request that is being received.

    The rest of a body that exceeds a limit is discarded: the application
    answers without the body, and the connection is closed.
    """

    def __init__(self, adj, connection):
        super().__init__(adj)
        self._connection = connection
        self._size_at_last_count = 0
        self._unread_body = None
        self.start_time = connection.server.clock()

    def received(self, data):
        length = super().received(data)
        if self.completed and self.error:
            # The client need not send a body that is discarded.
            self.expect_continue = False
            self._connection.discard_input()
            return len(data)
        if self.body_rcv is not None:
            error = self._find_size_error()
            if error is not None:
                self._discard_body(error)
                return len(data)
        return length

    def parse_header(self, header_plus):
        line, newline, fields = header_plus.partition(b'\n')
        super().parse_header(_encode_raw_bytes(line) + newline + fields)
        # waitress only removes the header of chunks that it reads itself.
        has_unread_chunks = 'TRANSFER_ENCODING' in self.headers
        has_length = 'CONTENT_LENGTH' in self.headers
        if has_unread_chunks or (self.chunked and has_length):
            # A proxy may see another end of the body, and send the request of
            # another client after it (request smuggling).
            self._close_after_response()

    def get_body_stream(self):
        return self._unread_body or super().get_body_stream()

    @property
    def _has_credentials(self):
        """Whether the request has a header with credentials."""
        return bool(
            self.headers.get('AUTHORIZATION')
            or self.headers.get('X_AUTH_TOKEN')
            or f'{auth.SESSION_COOKIE}=' in self.headers.get('COOKIE', '')
        )

    def _find_size_error(self):
        """Return the error of a body that is too large, None for others."""
        limits = self._connection.server.limits
        size = max(self.content_length, self.body_bytes_received)
        if size <= limits.max_stranger_body_size:
            return None
        if not self._has_credentials:
            return errors.BodyTooLarge(limit=limits.max_stranger_body_size)
        if not self._connection.is_strangers:
            return None
        size = self.body_bytes_received
        if size - self._size_at_last_count >= _COUNT_INTERVAL:
            self._size_at_last_count = size
            total = self._connection.server.count_stranger_bytes()
            if total > limits.max_stranger_bytes:
                return exceptions.Unavailable()
        return None

    def _discard_body(self, error):
        self.close()
        self._unread_body = _UnreadBody(error)
        self.completed = True
        self.expect_continue = False
        self._close_after_response()
        self.headers['CONTENT_LENGTH'] = str(
            max(self.content_length, self.body_bytes_received)
        )
        self._connection.discard_input()

    def _close_after_response(self):
        self.connection_close = True
        self.headers['CONNECTION'] = 'close'


def _encode_raw_bytes(line):
    """Return a request line with the bytes beyond ASCII percent-encoded.

    waitress would refuse the line in words of its own. Other servers pass
    such bytes on: the application reads UTF-8, and refuses what is none.
    """
    return _RAW_BYTE.sub(lambda match: b'%%%02X' % match[0][0], line)


class _UnreadBody:
    """The stream of a body that was not received: reading raises the error."""

    def __init__(self, error):
        self._error = error

    def read(self, *_size):
        raise self._error

    readline = readlines = __iter__ = read
