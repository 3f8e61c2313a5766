"""Graceful shutdown: answers 503 to connections that no worker will accept.

It is not in `wsgi`, because importing that module loads the application.
"""

import contextlib
import ctypes
import os
import socket
import struct
import time

_RESPONSE = (
    b'HTTP/1.1 503 Service Unavailable\r\n'
    b'Retry-After: 1\r\n'
    b'Connection: close\r\n'
    b'Content-Type: application/json\r\n'
    b'Content-Length: 38\r\n'
    b'\r\n'
    b'{"detail": "The service is stopping."}'
)

#: Seconds that all sockets may take together, seconds for one client, and
#: seconds without a new connection after which a queue counts as empty.
_SECONDS = 2
_SECONDS_PER_CLIENT = 0.2
_SECONDS_OF_SILENCE = 0.05

#: Linux: a program of the packet filter, see socket(7). It drops segments
#: whose flags, byte 13, include SYN (2), and passes all others.
_SO_ATTACH_FILTER = 26
_DROP_SYN = (
    (0x30, 0, 0, 13),  # load the byte
    (0x54, 0, 0, 2),  # bitwise and with 2
    (0x15, 0, 1, 2),  # if it is 2, continue, else skip one
    (0x06, 0, 0, 0),  # drop
    (0x06, 0, 0, 0xFFFFFFFF),  # pass
)


def drain(descriptors):
    """Answer 503 to all queued connections, and close the listening sockets.

    `descriptors` are file descriptors; those that are no sockets are skipped.
    Takes two seconds at most.

    The kernel accepts connections until a listening socket is shut down. No
    worker is left to serve them: without a response they would be reset, and
    their clients could not know whether the request was carried out.
    """
    deadline = time.monotonic() + _SECONDS
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            # A worker of uWSGI may not listen at every socket of the server.
            listener = socket.socket(fileno=os.dup(descriptor))
            _drain_listener(listener, deadline)


def is_handling_signal(number, process):
    """Tell whether a process is in its handler of a signal.

    False if /proc does not tell. uWSGI's master is in its handler of SIGTERM
    while it waits for its last worker. It sends the same signal to workers at
    a shutdown and at a reload; this is how a worker tells them apart.
    """
    try:
        with open(f'/proc/{process}/status', encoding='ascii') as lines:
            blocked_signals = {line[:7]: line[7:] for line in lines}['SigBlk:']
    except (OSError, KeyError):
        return False
    return bool(int(blocked_signals, 16) >> (number - 1) & 1)


def _drain_listener(listener, deadline):
    with listener, contextlib.ExitStack() as connections:
        _drop_handshakes(listener)
        listener.settimeout(_SECONDS_OF_SILENCE)
        clients = []
        with contextlib.suppress(TimeoutError):
            while time.monotonic() < deadline:
                client, _ = listener.accept()
                clients.append(connections.enter_context(client))
                _respond(client)
        # This closes the socket for all processes that share it.
        listener.shutdown(socket.SHUT_RDWR)
        for client in clients:
            _read_until_closed(client, deadline)


def _drop_handshakes(listener):
    """Drop the first packet of new connections; their clients repeat it.

    The repeated packet finds a closed port. Without this, one more
    connection could be established between the last `accept` and the
    `shutdown`, and would be reset.
    """
    if listener.family not in (socket.AF_INET, socket.AF_INET6):
        return
    code = b''.join(struct.pack('HBBI', *step) for step in _DROP_SYN)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack('HP', len(_DROP_SYN), ctypes.addressof(buffer))
    with contextlib.suppress(OSError):
        listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)


def _respond(client):
    with contextlib.suppress(OSError):
        client.settimeout(_SECONDS_PER_CLIENT)
        client.recv(65536)
        client.sendall(_RESPONSE)
        client.shutdown(socket.SHUT_WR)


def _read_until_closed(client, deadline):
    """Read until the client closes the connection, or the deadline.

    Closing a connection with unread data resets it, and the client may lose
    the response.
    """
    with contextlib.suppress(OSError):
        while time.monotonic() < deadline and client.recv(65536):
            pass
