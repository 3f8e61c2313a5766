"""From the text of a value to what a field can be compared with."""

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
    """Give the typed value of one comparison, None for ``null``.

    >>> operand(Kind.INTEGER, 'id', 'exact', Value('007'))
    7
    """
    given = values.coerce(value)
    if given is None:
        _refuse_null(field, lookup, value)
        return None
    if lookup in lookups.REGEX:
        return regex(field, lookup, value, str(given))
    if lookup in lookups.TEXT:
        return str(given)
    if lookup == lookups.IN:
        return _characters(kind, field, value, given)
    return _OF_KIND[kind](field, value, given)


def flag(field, value):
    """Give the boolean that ``isnull`` takes."""
    given = values.coerce(value)
    if not isinstance(given, bool):
        raise errors.BadValue(
            value.place,
            field,
            'isnull takes true or false, without quotes.',
            expected=['true', 'false'],
        )
    return given


def search_text(value):
    """Give the text that ``search`` looks for."""
    given = values.coerce(value)
    if given is None:
        raise errors.BadValue(
            value.place,
            lookups.SEARCH,
            'null cannot be searched for.',
            expected=['a text'],
            hint='put it in "quotes" if it is a text',
        )
    return str(given)


def _refuse_null(field, lookup, value):
    if lookup not in (lookups.EXACT, 'iexact'):
        raise errors.BadValue(
            value.place,
            field,
            f'{lookup} cannot compare with null.',
            hint=f'use {field}__isnull=true, or "null" for the text',
        )


def _characters(kind, field, value, given):
    """AWX's ``in`` takes a text apart into characters, not at commas."""
    if not isinstance(given, str):
        raise errors.BadValue(
            value.place, field, 'in takes a text, not one value.'
        )
    return tuple(_OF_KIND[kind](field, value, char) for char in given)


def _text(field, value, given):
    return str(given)


def integer(field, value, given):
    """Give a whole number, however it was written."""
    if isinstance(given, str) and _INTEGER.fullmatch(given):
        return int(given)
    if isinstance(given, int):
        return int(given)
    if isinstance(given, float) and given.is_integer():
        return int(given)
    raise errors.BadValue(
        value.place,
        field,
        f"Field '{field}' expected a number but got '{value.raw}'.",
        expected=['an integer'],
    )


def _boolean(field, value, given):
    if given in (True, False):
        return bool(given)
    if given in _TRUE or given in _FALSE:
        return given in _TRUE
    raise errors.BadValue(
        value.place,
        field,
        f"'{value.raw}' value must be either True or False.",
        expected=['true', 'false'],
    )


def moment(field, value, given):
    """Give a point in time, in UTC unless it says otherwise."""
    try:
        found = datetime.datetime.fromisoformat(given)
        if found.tzinfo is None:
            return found.replace(tzinfo=datetime.UTC)
        return found.astimezone(datetime.UTC)
    except (TypeError, ValueError, OverflowError):
        raise errors.BadValue(
            value.place,
            field,
            f"'{value.raw}' value has an invalid format.",
            expected=['YYYY-MM-DD', 'YYYY-MM-DDTHH:MM:SS+00:00'],
        ) from None


def regex(field, lookup, value, pattern):
    """Give a regular expression that every database takes."""
    try:
        return portable.portable(pattern, lookup == 'iregex')
    except portable.RegexError as trouble:
        place = value.place
        start = place.start + value.quoted + trouble.offset
        start = max(place.start, min(start, place.end - 1))
        raise errors.BadValue(
            errors.Place(place.text, start, start + 1),
            field,
            f'Invalid regular expression: {trouble.message}.',
        ) from None


_OF_KIND = {
    Kind.TEXT: _text,
    Kind.INTEGER: integer,
    Kind.BOOLEAN: _boolean,
    Kind.DATETIME: moment,
}
