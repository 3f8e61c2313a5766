"""Measures memory and processor time of processes, from /proc."""

import contextlib
import dataclasses
import pathlib
import re

_MEGABYTE = 1024
_MILLISECOND = 1e6


@dataclasses.dataclass
class Usage:
    """The largest resident memory of a process in MB; the time of all."""

    megabytes: float = 0.0
    #: The largest growth of one process.
    growth: float = 0.0
    #: Processor time of all processes in milliseconds.
    busy: float = 0.0


@contextlib.contextmanager
def measure(pids):
    """Yield a `Usage` that is filled at the end of the block."""
    before = {}
    for pid in pids:
        with contextlib.suppress(OSError, TypeError):
            # Resets the peak of the resident memory.
            _proc_path(pid, 'clear_refs').write_text('5')
            before[pid] = _resident(pid, 'VmRSS'), _busy(pid)
    usage = Usage()
    yield usage
    for pid, (resident, busy) in before.items():
        with contextlib.suppress(OSError, TypeError):
            largest = _resident(pid, 'VmHWM')
            usage.megabytes = max(usage.megabytes, largest)
            usage.growth = max(usage.growth, largest - resident)
            usage.busy += _busy(pid) - busy


def _resident(pid, name):
    text = _proc_path(pid, 'status').read_text()
    return int(re.search(rf'{name}:\s+(\d+) kB', text)[1]) / _MEGABYTE


def _busy(pid):
    return sum(
        int(thread.read_text().split()[0]) / _MILLISECOND
        for thread in _proc_path(pid, 'task').glob('*/schedstat')
    )


def _proc_path(pid, name):
    return pathlib.Path(f'/proc/{pid}/{name}')
