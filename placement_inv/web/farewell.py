"""Answers those who connected while the workers of a server were leaving."""

import contextlib
import ctypes
import os
import socket
import struct
import time

_ANSWER = (
    b'HTTP/1.1 503 Service Unavailable\r\n'
    b'Retry-After: 1\r\n'
    b'Connection: close\r\n'
    b'Content-Type: application/json\r\n'
    b'Content-Length: 38\r\n'
    b'\r\n'
    b'{"detail": "The service is stopping."}'
)

#: How long it may take at most, how long one client of many, and how long
#: after the last one we wait for another whose handshake was under way.
_SECONDS = 2
_SECONDS_EACH = 0.2
_SECONDS_OF_SILENCE = 0.05

#: Linux: a program of the packet filter, see socket(7). This one lets
#: everything pass but a segment whose flags, byte 13, include SYN (2).
_SO_ATTACH_FILTER = 26
_NO_SYN = (
    (0x30, 0, 0, 13),  # load the byte
    (0x54, 0, 0, 2),  # and it with 2
    (0x15, 0, 1, 2),  # go on where that is 2, else skip one
    (0x06, 0, 0, 0),  # drop
    (0x06, 0, 0, 0xFFFFFFFF),  # pass
)


def say(descriptors):
    """Answer 503 to all who wait at listening sockets, and stop listening.

    The kernel goes on to accept connections until the sockets are shut.
    Nobody is left to serve them: without an answer they would be reset, and
    their clients could not know whether anything was done.
    """
    deadline = time.monotonic() + _SECONDS
    for descriptor in descriptors:
        with contextlib.suppress(OSError):
            # A worker may have no part in all of its server's sockets.
            listening = socket.socket(fileno=os.dup(descriptor))
            _answer_all(listening, deadline)


def is_handling(number, process):
    """Tell whether a process just handles a signal, as far as Linux tells.

    So does uWSGI's master while it waits for its last worker. What it sends
    to the workers themselves is the same when others will take their place.
    """
    try:
        with open(f'/proc/{process}/status', encoding='ascii') as lines:
            blocked = {line[:7]: line[7:] for line in lines}['SigBlk:']
    except (OSError, KeyError):
        return False
    return bool(int(blocked, 16) >> (number - 1) & 1)


def _answer_all(listening, deadline):
    with listening, contextlib.ExitStack() as answered:
        _admit_nobody_else(listening)
        listening.settimeout(_SECONDS_OF_SILENCE)
        clients = []
        with contextlib.suppress(TimeoutError):
            while time.monotonic() < deadline:
                client, _ = listening.accept()
                clients.append(answered.enter_context(client))
                _answer(client)
        # Also for all processes that share it.
        listening.shutdown(socket.SHUT_RDWR)
        for client in clients:
            _read_to_the_end(client, deadline)


def _admit_nobody_else(listening):
    """Leave new connections unanswered: their clients try again, and again.

    They shall find a closed port. Between the last `accept` and the
    `shutdown` there would always be one more who believes to be connected.
    """
    if listening.family not in (socket.AF_INET, socket.AF_INET6):
        return
    code = b''.join(struct.pack('HBBI', *step) for step in _NO_SYN)
    buffer = ctypes.create_string_buffer(code)
    program = struct.pack('HP', len(_NO_SYN), ctypes.addressof(buffer))
    with contextlib.suppress(OSError):
        listening.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)


def _answer(client):
    with contextlib.suppress(OSError):
        client.settimeout(_SECONDS_EACH)
        client.recv(65536)
        client.sendall(_ANSWER)
        client.shutdown(socket.SHUT_WR)


def _read_to_the_end(client, deadline):
    """Wait until a client has closed, too, or takes too long.

    What is not read when a connection is closed resets it, and takes the
    answer away from its reader.
    """
    with contextlib.suppress(OSError):
        while time.monotonic() < deadline and client.recv(65536):
            pass
