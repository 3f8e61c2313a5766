"""What a worker process is called, and whether a named one still lives."""

import os
import pathlib
import socket


def of_this_process():
    """Return `host:pid:start` of this process."""
    pid = os.getpid()
    return f'{socket.gethostname()}:{pid}:{_start(pid)}'


def is_dead(worker):
    """Tell whether `worker` was a process of this host that is gone.

    False where that cannot be known: it may run on another host.
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
    # The system gives numbers of processes again; the start tells them apart.
    return _start(int(pid)) != start


def _start(pid):
    """Return when a process started, in ticks; 0 where nobody tells."""
    try:
        stat = pathlib.Path(f'/proc/{pid}/stat').read_text()
    except OSError:
        return '0'
    # The second field is the program's name, which may hold anything.
    return stat.rpartition(')')[2].split()[19]
