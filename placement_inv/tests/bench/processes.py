"""What processes need while something happens, as Linux tells."""

import contextlib
import dataclasses
import pathlib
import re

_MEGABYTE = 1024
_MILLISECOND = 1e6


@dataclasses.dataclass
class Needs:
    """Resident memory in MB of the process that needed most; time of all."""

    megabytes: float = 0.0
    #: The most that one process gained.
    growth: float = 0.0
    #: Milliseconds of processors, all processes together.
    busy: float = 0.0


@contextlib.contextmanager
def watched(pids):
    """Give a `Needs` that is filled in at the end of the block."""
    before = {}
    for pid in pids:
        with contextlib.suppress(OSError, TypeError):
            # What it was largest at is forgotten: it starts from now.
            _place(pid, 'clear_refs').write_text('5')
            before[pid] = _resident(pid, 'VmRSS'), _busy(pid)
    needs = Needs()
    yield needs
    for pid, (resident, busy) in before.items():
        with contextlib.suppress(OSError, TypeError):
            largest = _resident(pid, 'VmHWM')
            needs.megabytes = max(needs.megabytes, largest)
            needs.growth = max(needs.growth, largest - resident)
            needs.busy += _busy(pid) - busy


def _resident(pid, name):
    text = _place(pid, 'status').read_text()
    return int(re.search(rf'{name}:\s+(\d+) kB', text)[1]) / _MEGABYTE


def _busy(pid):
    return sum(
        int(thread.read_text().split()[0]) / _MILLISECOND
        for thread in _place(pid, 'task').glob('*/schedstat')
    )


def _place(pid, name):
    return pathlib.Path(f'/proc/{pid}/{name}')
