"""What SQLite must be taught before it can run every filter."""

import contextlib
import functools
import re
import threading
import time

import regex

from placement_inv.smartfilter import versions

#: Up to so many characters no pattern takes long; see `ambiguity`.
_SHORT = 256

_NUMBER = re.compile(r'[-+]?[0-9]{1,30}([.][0-9]{1,30})?')


class TimeLimit(threading.local):
    """When the matches of the thread's statement have to be done."""

    #: A moment of time.monotonic(), None without a limit.
    end = None
    #: Whether a match was given up.
    is_exceeded = False


_limit = TimeLimit()


@contextlib.contextmanager
def time_limit(seconds):
    """Give all matches of a statement so much time, and yield the limit.

    The statement runs, and its rows are fetched, in the thread of the block.
    """
    _limit.end, _limit.is_exceeded = time.monotonic() + seconds, False
    try:
        yield _limit
    finally:
        _limit.end = None


def register_sqlite_functions(dbapi_connection):
    """Add our functions to a new connection; call it on every connect.

    sqlalchemy.event.listen(
        engine, 'connect', lambda dbapi_connection, _record:
        smartfilter.register_sqlite_functions(dbapi_connection))
    """
    for name, arity, function in (
        ('smartfilter_lower', 1, lower),
        ('smartfilter_matches', 2, matches),
        ('smartfilter_number', 1, number),
        ('smartfilter_version', 1, version),
    ):
        dbapi_connection.create_function(
            name, arity, function, deterministic=True
        )


def lower(text):
    """Lower a text character by character, as the big databases do.

    Python's own lower() can make one character two, or depend on the next.
    """
    if text is None or text.isascii():
        return text and text.lower()
    return ''.join(map(_lower_one, text))


def _lower_one(char):
    small = char.lower()
    return small if len(small) == 1 else char


def matches(pattern, text):
    """Say whether a regular expression is found in a text.

    TimeoutError where that takes longer than the statement may take.
    """
    if text is None:
        return None
    search = _compiled(pattern).search
    if len(text) <= _SHORT:
        # PERF: to watch the clock takes longer than to match.
        return search(text) is not None
    try:
        # Other threads go on meanwhile.
        return search(text, concurrent=True, timeout=_left()) is not None
    except TimeoutError:
        _limit.is_exceeded = True
        raise


def _left():
    """Return how many seconds are left, None without a limit."""
    if _limit.end is None:
        return None
    left = _limit.end - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def number(text):
    """Give the number that a text spells, or None."""
    if _NUMBER.fullmatch(text) is None:
        return None
    return float(text)


def version(text):
    """Give the sortable text of a version number, or None."""
    return None if text is None else versions.sortable(text)


@functools.lru_cache(maxsize=128)
def _compiled(pattern):
    return regex.compile(pattern)
