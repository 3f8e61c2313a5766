"""Tells the requests that uWSGI serves whether their clients have left."""

import os
import socket

from placement_inv.web import client_socket
from placement_inv.web import request


class Clients:
    """Puts into the WSGI environment what asks the client's socket.

    uWSGI's own `is_connected` notices broken connections, and none that was
    closed.
    """

    def __init__(self, application, find_descriptor):
        """`find_descriptor()` is the socket of the request at hand."""
        self._application = application
        self._find_descriptor = find_descriptor

    def __call__(self, environ, start_response):
        descriptor = self._find_descriptor()
        environ[request.CLIENT_HAS_LEFT_KEY] = lambda: _is_closed(descriptor)
        return self._application(environ, start_response)


def _is_closed(descriptor):
    # The socket stays uWSGI's: only a copy of it is closed.
    with socket.socket(fileno=os.dup(descriptor)) as copy:
        return client_socket.is_closed(copy)
