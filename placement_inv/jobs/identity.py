"""Names of worker processes, and whether a named process is alive."""

import os
import pathlib
import socket


def of_this_process():
    """Return `host:pid:start` of this process."""
    pid = os.getpid()
    return f'{socket.gethostname()}:{pid}:{_start_time(pid)}'


def is_dead(worker):
    """Tell whether `worker` was a process of this host that ended.

    False for a process of another host: it may still run there.
    """
    host, pid, start = worker.rsplit(':', 2)
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    # The system reuses process ids; the start time tells processes apart.
    return _start_time(int(pid)) != start


def _start_time(pid):
    """Return the start time of a process in ticks; '0' if unknown."""
    try:
        stat = pathlib.Path(f'/proc/{pid}/stat').read_text()
    except OSError:
        return '0'
    # The second field is the program's name, which may contain spaces.
    return stat.rpartition(')')[2].split()[19]
