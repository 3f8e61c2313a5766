"""Lets requests that uWSGI serves find out whether their client has left."""

import os
import socket

from placement_inv.web import client_socket
from placement_inv.web import request


class Clients:
    """Puts a function that checks the client's socket into the environment.

    uWSGI's own `is_connected` notices broken connections, but not closed
    ones.
    """

    def __init__(self, application, find_descriptor):
        """`find_descriptor()` returns the socket of the current request."""
        self._application = application
        self._find_descriptor = find_descriptor

    def __call__(self, environ, start_response):
        descriptor = self._find_descriptor()
        environ[request.CLIENT_HAS_LEFT_KEY] = lambda: _is_closed(descriptor)
        return self._application(environ, start_response)


def _is_closed(descriptor):
    # uWSGI owns the socket: only a copy of it is closed.
    with socket.socket(fileno=os.dup(descriptor)) as copy:
        return client_socket.is_closed(copy)
