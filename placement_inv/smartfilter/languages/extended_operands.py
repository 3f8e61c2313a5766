"""From the text of a value to what the wider language compares with."""

import datetime

from placement_inv.smartfilter import errors
from placement_inv.smartfilter import versions
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operands
from placement_inv.smartfilter.syntax import ast
from placement_inv.smartfilter.syntax import values

_WORDS = {'null': None, 'true': True, 'false': False}
_TRUE = frozenset(('true', 't', 'yes', 'on', '1'))
_FALSE = frozenset(('false', 'f', 'no', 'off', '0'))


def is_null(value):
    """Say whether a value is the word ``null``."""
    return not value.quoted and value.raw.lower() == 'null'


def flag(field, value):
    """Give the boolean that a word in any case stands for."""
    word = value.raw.lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise errors.BadValue(
        value.place,
        field,
        f"'{value.raw}' is neither true nor false.",
        expected=['true', 'false'],
    )


def integer(field, value):
    """Give the whole number that a text spells."""
    return operands.integer(field, value, value.raw)


def split(value, quoted):
    """Take the value of ``__in`` apart at its commas."""
    return [
        ast.Value(part.strip(), quoted, value.place)
        for part in value.raw.split(',')
    ]


def loose(value):
    """Give all that an unquoted value can stand for in a document.

    >>> loose(Value('6'))
    [6, '6']
    """
    if value.quoted:
        return [value.raw]
    word = value.raw.lower()
    typed = _WORDS[word] if word in _WORDS else values.coerce(value)
    return [value.raw] if typed == value.raw else [typed, value.raw]


def of_field(field, lookup, value):
    """Give what a column is compared with; ``null`` is not for here."""
    if lookup in lookups.REGEX:
        return operands.regex(field.name, lookup, value, value.raw)
    if lookup in lookups.TEXT:
        return value.raw
    if lookup in lookups.VERSION:
        return version(field.name, value)
    return _OF_KIND[field.kind](field.name, value)


def of_document(name, lookup, value):
    """Give what a value in a document is compared with."""
    if lookup in lookups.REGEX:
        return operands.regex(name, lookup, value, value.raw)
    if lookup in lookups.VERSION:
        return version(name, value)
    if lookup in lookups.ORDER:
        number = values.coerce(value)
        is_number = isinstance(number, int | float)
        if is_number and not isinstance(number, bool):
            return number
    return value.raw


def version(field, value):
    """Give the sortable text of a version number."""
    found = versions.sortable(value.raw)
    if found is None:
        raise errors.BadValue(
            value.place,
            field,
            f"'{value.raw}' is no version: it has to begin with a digit.",
            expected=['a version such as 8.10'],
        )
    return found


def _text(field, value) -> str:
    return value.raw


def _datetime(field, value) -> datetime.datetime:
    return operands.moment(field, value, value.raw)


_OF_KIND = {
    Kind.TEXT: _text,
    Kind.INTEGER: integer,
    Kind.BOOLEAN: flag,
    Kind.DATETIME: _datetime,
}
