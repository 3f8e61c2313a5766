"""Converts the values of AWX's language to operands of fields."""

import datetime
import re

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.regex import portable
from placement_inv.smartfilter.syntax import values

_INTEGER = re.compile(r'\s*[-+]?[0-9]{1,300}\s*')
_TRUE = {'t', 'True', '1'}
_FALSE = {'f', 'False', '0'}


def operand(kind, field, lookup, value):
    """Return the operand of one comparison, None for ``null``.

    Raises BadValue.

    >>> operand(Kind.INTEGER, 'id', 'exact', Value('007'))
    7
    """
    scalar = values.coerce(value)
    if scalar is None:
        _refuse_null(field, lookup, value)
        return None
    if lookup in lookups.REGEX:
        return parse_regex(field, lookup, value, str(scalar))
    if lookup in lookups.TEXT:
        return str(scalar)
    if lookup == lookups.IN:
        return _parse_characters(kind, field, value, scalar)
    return _OF_KIND[kind](field, value, scalar)


def parse_flag(field, value):
    """Return the boolean of ``isnull``; raises BadValue."""
    scalar = values.coerce(value)
    if not isinstance(scalar, bool):
        raise errors.BadValue(
            value.place,
            field,
            'isnull takes true or false, without quotes.',
            expectations=['true', 'false'],
        )
    return scalar


def search_text(value):
    """Return the text of ``search``; raises BadValue for ``null``."""
    scalar = values.coerce(value)
    if scalar is None:
        raise errors.BadValue(
            value.place,
            lookups.SEARCH,
            'null cannot be searched for.',
            expectations=['a text'],
            hint='put it in "quotes" if it is a text',
        )
    return str(scalar)


def _refuse_null(field, lookup, value):
    if lookup not in (lookups.EXACT, 'iexact'):
        raise errors.BadValue(
            value.place,
            field,
            f'{lookup} cannot compare with null.',
            hint=f'use {field}__isnull=true, or "null" for the text',
        )


def _parse_characters(kind, field, value, scalar):
    """Return the characters of a text, which AWX's ``in`` compares with."""
    if not isinstance(scalar, str):
        raise errors.BadValue(
            value.place, field, 'in takes a text, not one value.'
        )
    return tuple(_OF_KIND[kind](field, value, char) for char in scalar)


def _text(field, value, scalar):
    return str(scalar)


def parse_integer(field, value, scalar):
    """Return the integer of a value; raises BadValue."""
    if isinstance(scalar, str) and _INTEGER.fullmatch(scalar):
        return int(scalar)
    if isinstance(scalar, int):
        return int(scalar)
    if isinstance(scalar, float) and scalar.is_integer():
        return int(scalar)
    raise errors.BadValue(
        value.place,
        field,
        f"Field '{field}' expected a number but got '{value.raw}'.",
        expectations=['an integer'],
    )


def _parse_boolean(field, value, scalar):
    if scalar in (True, False):
        return bool(scalar)
    if scalar in _TRUE or scalar in _FALSE:
        return scalar in _TRUE
    raise errors.BadValue(
        value.place,
        field,
        f"'{value.raw}' value must be either True or False.",
        expectations=['true', 'false'],
    )


def parse_datetime(field, value, scalar):
    """Return an aware datetime, in UTC without an offset; raises BadValue."""
    try:
        moment = datetime.datetime.fromisoformat(scalar)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=datetime.UTC)
        return moment.astimezone(datetime.UTC)
    except (TypeError, ValueError, OverflowError):
        raise errors.BadValue(
            value.place,
            field,
            f"'{value.raw}' value has an invalid format.",
            expectations=['YYYY-MM-DD', 'YYYY-MM-DDTHH:MM:SS+00:00'],
        ) from None


def parse_regex(field, lookup, value, pattern):
    """Return the Regex of a pattern, for all databases; raises BadValue."""
    try:
        return portable.translate(pattern, lookup == 'iregex')
    except portable.RegexError as error:
        place = value.place
        start = place.start + value.is_quoted + error.offset
        start = max(place.start, min(start, place.end - 1))
        raise errors.BadValue(
            errors.Place(place.text, start, start + 1),
            field,
            f'Invalid regular expression: {error.message}.',
        ) from None


_OF_KIND = {
    Kind.TEXT: _text,
    Kind.INTEGER: parse_integer,
    Kind.BOOLEAN: _parse_boolean,
    Kind.DATETIME: parse_datetime,
}
