"""Functions that SQLite lacks; filters need them on every connection."""

import contextlib
import decimal
import functools
import json
import re
import threading
import time

import regex

from placement_inv.smartfilter import versions

#: No pattern takes long on a text of up to this length; see `regex.redos`.
_SHORT = 256

_NUMBER = re.compile(r'[-+]?[0-9]{1,30}([.][0-9]{1,30})?')


class TimeLimit(threading.local):
    """The deadline of the regular expressions of the thread's statement."""

    #: A time of time.monotonic(), None without a limit.
    end = None
    #: Whether a match was stopped at the deadline.
    is_exceeded = False


_limit = TimeLimit()


@contextlib.contextmanager
def time_limit(seconds):
    """Limit the time of a statement's regular expressions; yields the limit.

    `seconds` is for all matches together. The statement must run, and its
    rows must be fetched, in the thread that entered the block.
    """
    _limit.end, _limit.is_exceeded = time.monotonic() + seconds, False
    try:
        yield _limit
    finally:
        _limit.end = None


def register_sqlite_functions(dbapi_connection):
    """Add the functions to a new connection; call it on every connect.

    sqlalchemy.event.listen(
        engine, 'connect', lambda dbapi_connection, _record:
        smartfilter.register_sqlite_functions(dbapi_connection))
    """
    for name, arity, function in (
        ('smartfilter_lower', 1, lower),
        ('smartfilter_matches', 2, matches),
        ('smartfilter_member', 2, member),
        ('smartfilter_number', 1, number),
        ('smartfilter_order', 2, order),
        ('smartfilter_order_of_text', 2, order_of_text),
        ('smartfilter_version', 1, version),
    ):
        dbapi_connection.create_function(
            name, arity, function, deterministic=True
        )


def lower(text):
    """Lower a text character by character, as other databases do.

    Python's lower() may turn one character into two, or depend on the next.
    """
    if text is None or text.isascii():
        return text and text.lower()
    return ''.join(map(_lower_one, text))


def _lower_one(char):
    small = char.lower()
    return small if len(small) == 1 else char


def matches(pattern, text):
    """Tell whether a regular expression matches somewhere in a text.

    Raises TimeoutError at the deadline of the statement. None for NULL.
    """
    if text is None:
        return None
    search = _compile(pattern).search
    if len(text) <= _SHORT:
        # PERF: reading the clock takes longer than the match.
        return search(text) is not None
    try:
        # `concurrent` releases the interpreter lock.
        return (
            search(text, concurrent=True, timeout=_remaining_seconds())
            is not None
        )
    except TimeoutError:
        _limit.is_exceeded = True
        raise


def _remaining_seconds():
    """Return the seconds until the deadline, None without one."""
    if _limit.end is None:
        return None
    seconds = _limit.end - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds


def number(text):
    """Return the number in a text, or None."""
    if _NUMBER.fullmatch(text) is None:
        return None
    return float(text)


def member(document, name):
    """Return the spelling of the number in a member of a JSON object.

    None if the member is no number.
    """
    if document is None:
        return None
    numbers = json.loads(document, parse_int=_Spelling, parse_float=_Spelling)
    number = numbers.get(name)
    return str(number) if isinstance(number, _Spelling) else None


class _Spelling(str):
    """A number as the document spells it."""

    __slots__ = ()


def order(text, number):
    """Return -1, 0 or 1: whether a JSON number is less, equal or greater.

    None for NULL.
    """
    if text is None:
        return None
    one, other = decimal.Decimal(text), _to_decimal(number)
    return (one > other) - (one < other)


def order_of_text(text, number):
    """Return the same for a text, None if there is no number in it."""
    if text is None or _NUMBER.fullmatch(text) is None:
        return None
    return order(text, number)


@functools.lru_cache(maxsize=128)
def _to_decimal(text):
    return decimal.Decimal(text)


def version(text):
    """Return the sortable text of a version number, or None."""
    return None if text is None else versions.to_sortable(text)


@functools.lru_cache(maxsize=128)
def _compile(pattern):
    return regex.compile(pattern)
