"""Finds out whether a client has closed its connection."""

import socket


def is_closed(connection):
    """Tell whether a client has closed its connection.

    False as long as data is unread; the data stays in the socket. A client
    that has only closed its sending direction counts as gone, too.
    """
    flags = socket.MSG_PEEK | socket.MSG_DONTWAIT
    try:
        return not connection.recv(1, flags)
    except BlockingIOError:
        return False
    except OSError:
        return True
