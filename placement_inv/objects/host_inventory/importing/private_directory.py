"""A directory that one child process has to itself, and that goes after it."""

from collections import deque
from collections.abc import Iterator
import contextlib
import itertools
import os
import tempfile


@contextlib.contextmanager
def create() -> Iterator[str]:
    """Have a new directory; remove it afterwards, whatever is in it then."""
    outer = os.path.realpath(tempfile.mkdtemp(prefix='placement-inv-'))
    directory = os.path.join(outer, 'private')
    os.mkdir(directory)
    try:
        yield directory
    finally:
        _remove(directory, outer)
        os.rmdir(outer)


def _remove(directory: str, outer: str) -> None:
    """Remove a directory with all that a program may have left in it.

    Directories can lie in each other deeper than a path can say, and than
    Python's own removal can go before it runs out of stack or of open files.
    So each of them is moved to the outer one before it is looked into. That
    takes no new file, of which a program may have left none.
    """
    new_paths = (os.path.join(outer, str(n)) for n in itertools.count())
    waiting = deque((directory,))
    while waiting:
        path = waiting.popleft()
        with os.scandir(path) as scan:
            entries = list(scan)
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(_move(entry.path, next(new_paths)))
            else:
                os.unlink(entry.path)
        os.rmdir(path)


def _move(directory: str, new_path: str) -> str:
    # It takes the right to write into a directory to move it, and a program
    # may have made it with a mode that lets nobody in.
    os.chmod(directory, 0o700)
    os.rename(directory, new_path)
    return new_path
