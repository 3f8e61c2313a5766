"""Which connections a process holds, as Linux tells it."""

import contextlib
import os


def to_port(process, port):
    """Return the TCP sockets by which a process talks to a local port."""
    ours = _sockets_of(process)
    return [inode for inode in _sockets_to(port) if inode in ours]


def _sockets_of(process):
    found = set()
    for name in os.listdir(f'/proc/{process}/fd'):
        with contextlib.suppress(FileNotFoundError):
            target = os.readlink(f'/proc/{process}/fd/{name}')
            if target.startswith('socket:['):
                found.add(target[len('socket:[') : -1])
    return found


def _sockets_to(port):
    with open('/proc/net/tcp', encoding='ascii') as table:
        next(table)
        for line in table:
            # sl local_address rem_address st … inode, at its tenth place
            columns = line.split()
            if int(columns[2].rpartition(':')[2], 16) == port:
                yield columns[9]
