"""The directory of an embedded service, for one process at a time."""

import contextlib
import fcntl
import os

from placement_inv.cmd import failure


@contextlib.contextmanager
def held(directory):
    """Make the directory if need be and hold its lock inside the block."""
    directory = directory.expanduser().absolute()
    try:
        # What machines are is nobody else's business on this machine.
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        (directory / 'sources').mkdir(exist_ok=True)
        descriptor = os.open(directory / 'lock', os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise failure.Failure(
            f'cannot use the data directory {directory}: {error.strerror}'
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise failure.Failure(
            f'another process serves the data directory {directory}'
        ) from error
    try:
        yield directory
    finally:
        os.close(descriptor)
