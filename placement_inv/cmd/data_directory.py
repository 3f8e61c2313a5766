"""The data directory of a `placement-inv serve`."""

import contextlib
import fcntl
import os

from placement_inv.cmd.failure import Failure

#: Other accounts get no permission on files of the service.
_UMASK = 0o077


def create(directory):
    """Create the directory and its `sources/`, for this user only.

    All files that the process creates later are for this user only, too: the
    database and SQLite's files beside it, the lock, logs. Raises Failure.
    """
    os.umask(_UMASK)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        (directory / 'sources').mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _make_failure(directory, error) from error
    if not os.access(directory, os.W_OK | os.X_OK):
        raise Failure(f'cannot write to the data directory {directory}')


@contextlib.contextmanager
def lock(directory):
    """Lock the directory for the block; the end of the process unlocks it.

    Raises Failure if another process has the lock.
    """
    try:
        file = open(directory / 'lock', 'a+')  # noqa: SIM115 (closed below)
    except OSError as error:
        raise _make_failure(directory, error) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise Failure(
                f'another placement-inv serve (process {file.read().strip()})'
                f' uses the data directory {directory}; choose another with '
                '--data-dir'
            ) from error
        file.truncate(0)
        file.write(f'{os.getpid()}\n')
        file.flush()
        yield


def _make_failure(directory, error):
    return Failure(
        f'cannot use the data directory {directory}: {error.strerror}'
    )
