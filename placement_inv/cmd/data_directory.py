"""The directory that one `placement-inv serve` keeps its data in."""

import contextlib
import fcntl
import os

from placement_inv.cmd.failure import Failure

#: What files of the service may not be: anything to other accounts.
_UMASK = 0o077


def create(directory):
    """Make the directory and its `sources/`, for this user only.

    So are all files that the process makes from now on: the database and
    what SQLite keeps beside it, the lock, logs.
    """
    os.umask(_UMASK)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        (directory / 'sources').mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise _unusable(directory, error) from error
    if not os.access(directory, os.W_OK | os.X_OK):
        raise Failure(f'cannot write to the data directory {directory}')


@contextlib.contextmanager
def lock(directory):
    """Keep others from serving this directory; the system ends the lock."""
    try:
        file = open(directory / 'lock', 'a+')  # noqa: SIM115 (closed below)
    except OSError as error:
        raise _unusable(directory, error) from error
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


def _unusable(directory, error):
    return Failure(
        f'cannot use the data directory {directory}: {error.strerror}'
    )
