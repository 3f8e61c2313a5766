"""Finds out whether a client has closed its connection."""

import socket


def is_closed(connection):
    """Tell whether a client has closed its connection, as far as is known.

    What it has sent and nobody has read stays where it is. A client that
    closes one direction only, the one in which it sends, cannot be told from
    one that has left.
    """
    flags = socket.MSG_PEEK | socket.MSG_DONTWAIT
    try:
        return not connection.recv(1, flags)
    except BlockingIOError:
        return False
    except OSError:
        return True
