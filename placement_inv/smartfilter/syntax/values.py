"""What the text of a value means before anyone knows the field."""

import math
import re

from placement_inv.smartfilter import errors

_WORDS = {'null': None, 'true': True, 'false': False}
_INTEGER = re.compile(r'[-+]?[0-9]+')
_FLOAT = re.compile(r'[-+]?[0-9]+\.[0-9]+')
# More digits than any number that JSON or a column holds.
_MOST_DIGITS = 300


def coerce(value):
    """Give None, a bool, a number or a text, as AWX reads unquoted values.

    ``007`` is 7, ``1e5`` and ``TRUE`` are texts, and so is all in quotes.
    """
    raw = value.raw
    if value.quoted:
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
