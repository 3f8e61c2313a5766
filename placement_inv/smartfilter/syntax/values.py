"""Reads the text of a value, without regard to its field."""

import math
import re

from placement_inv.smartfilter import errors

_WORDS = {'null': None, 'true': True, 'false': False}
_INTEGER = re.compile(r'[-+]?[0-9]+')
_FLOAT = re.compile(r'[-+]?[0-9]+\.[0-9]+')
# More digits than a number in JSON or in a column has.
_MOST_DIGITS = 300


def coerce(value):
    """Return a None, bool, number or text, as AWX reads unquoted values.

    ``007`` is 7; ``1e5``, ``TRUE`` and quoted values are texts. Raises
    BadValue for a number of too many digits.
    """
    raw = value.raw
    if value.is_quoted:
        return raw
    if raw in _WORDS:
        return _WORDS[raw]
    if _INTEGER.fullmatch(raw):
        return int(_check_size(value))
    if _FLOAT.fullmatch(raw):
        number = float(_check_size(value))
        if math.isfinite(number):
            return number
    return raw


def _check_size(value):
    if len(value.raw) > _MOST_DIGITS:
        raise errors.BadValue(
            value.place,
            None,
            f'A number has at most {_MOST_DIGITS} digits.',
            hint='put it in "quotes" if it is a text',
        )
    return value.raw
