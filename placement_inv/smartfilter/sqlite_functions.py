"""What SQLite must be taught before it can run every filter."""

import functools
import re

from placement_inv.smartfilter import versions

_NUMBER = re.compile(r'[-+]?[0-9]{1,30}([.][0-9]{1,30})?')


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
    """Say whether a regular expression is found in a text."""
    if text is None:
        return None
    return _compiled(pattern).search(text) is not None


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
    return re.compile(pattern)
