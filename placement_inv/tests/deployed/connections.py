"""The connections of a process, from /proc."""

import contextlib
import os


def list_to_port(process, port):
    """Return the TCP sockets of a process that connect to a local port."""
    sockets = _sockets_of(process)
    return [inode for inode in _sockets_to(port) if inode in sockets]


def _sockets_of(process):
    sockets = set()
    for name in os.listdir(f'/proc/{process}/fd'):
        with contextlib.suppress(FileNotFoundError):
            target = os.readlink(f'/proc/{process}/fd/{name}')
            if target.startswith('socket:['):
                sockets.add(target[len('socket:[') : -1])
    return sockets


def _sockets_to(port):
    with open('/proc/net/tcp', encoding='ascii') as table:
        next(table)
        for line in table:
            # sl local_address rem_address st …; inode is the tenth column
            columns = line.split()
            if int(columns[2].rpartition(':')[2], 16) == port:
                yield columns[9]
