"""Converts the values of the extended language to operands."""

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
    """Tell whether a value is the word ``null``."""
    return not value.is_quoted and value.raw.lower() == 'null'


def parse_boolean(field, value):
    """Return the boolean of a word in any case; raises BadValue."""
    word = value.raw.lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise errors.BadValue(
        value.place,
        field,
        f"'{value.raw}' is neither true nor false.",
        expectations=['true', 'false'],
    )


def parse_integer(field, value):
    """Return the integer in a text; raises BadValue."""
    return operands.parse_integer(field, value, value.raw)


def split(value, is_quoted):
    """Return the Values in the value of ``__in``, which commas separate."""
    return [
        ast.Value(part.strip(), is_quoted, value.place)
        for part in value.raw.split(',')
    ]


def possible_values(value):
    """Return the JSON values that a value can mean in a document.

    >>> possible_values(Value('6'))
    [6, '6']
    """
    if value.is_quoted:
        return [value.raw]
    word = value.raw.lower()
    scalar = _WORDS[word] if word in _WORDS else values.coerce(value)
    return [value.raw] if scalar == value.raw else [scalar, value.raw]


def field_operand(field, lookup, value):
    """Return the operand of a field for a value that is not ``null``.

    Raises BadValue.
    """
    if lookup in lookups.REGEX:
        return operands.parse_regex(field.name, lookup, value, value.raw)
    if lookup in lookups.TEXT:
        return value.raw
    if lookup in lookups.VERSION:
        return parse_version(field.name, value)
    return _OF_KIND[field.kind](field.name, value)


def document_operand(name, lookup, value):
    """Return the operand of a value in a document; raises BadValue."""
    if lookup in lookups.REGEX:
        return operands.parse_regex(name, lookup, value, value.raw)
    if lookup in lookups.VERSION:
        return parse_version(name, value)
    if lookup in lookups.ORDER:
        number = values.coerce(value)
        is_number = isinstance(number, int | float)
        if is_number and not isinstance(number, bool):
            return number
    return value.raw


def parse_version(field, value):
    """Return the sortable text of a version; raises BadValue."""
    version = versions.to_sortable(value.raw)
    if version is None:
        raise errors.BadValue(
            value.place,
            field,
            f"'{value.raw}' is no version: it has to begin with a digit.",
            expectations=['a version such as 8.10'],
        )
    return version


def _text(field, value) -> str:
    return value.raw


def _datetime(field, value) -> datetime.datetime:
    return operands.parse_datetime(field, value, value.raw)


_OF_KIND = {
    Kind.TEXT: _text,
    Kind.INTEGER: parse_integer,
    Kind.BOOLEAN: parse_boolean,
    Kind.DATETIME: _datetime,
}
