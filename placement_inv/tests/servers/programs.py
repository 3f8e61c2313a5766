"""Finds the programs of database servers."""

from collections.abc import Iterable
import glob
import os
import re
import shutil


def find(name: str, patterns: Iterable[str] = ()) -> str | None:
    """Find a program in PATH, then in the newest directory of a pattern."""
    return shutil.which(name) or shutil.which(
        name, path=os.pathsep.join(_directories(patterns))
    )


def find_sibling(program: str, name: str) -> str | None:
    """Find a program in the directory of another program's real file."""
    return shutil.which(name, path=os.path.dirname(os.path.realpath(program)))


def _directories(patterns):
    for pattern in patterns:
        yield from sorted(glob.glob(pattern), key=_version, reverse=True)


def _version(path):
    return [int(number) for number in re.findall(r'\d+', path)]
