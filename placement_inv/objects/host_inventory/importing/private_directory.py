"""Temporary directories for child processes."""

from collections import deque
from collections.abc import Iterator
import contextlib
import itertools
import os
import tempfile


@contextlib.contextmanager
def create() -> Iterator[str]:
    """Create a directory; remove it and its contents after the block."""
    outer = os.path.realpath(tempfile.mkdtemp(prefix='placement-inv-'))
    directory = os.path.join(outer, 'private')
    os.mkdir(directory)
    try:
        yield directory
    finally:
        _remove(directory, outer)
        os.rmdir(outer)


def _remove(directory: str, outer: str) -> None:
    """Remove a directory with all files that a program left in it.

    A program can nest directories deeper than the longest path, and deeper
    than `shutil.rmtree` can recurse or open files. So each directory is moved
    to the outer one before it is listed. A move needs no new inode, of which
    the program may have left none.
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
    # A move of a directory needs permission to write in it, which a program
    # may have removed.
    os.chmod(directory, 0o700)
    os.rename(directory, new_path)
    return new_path
