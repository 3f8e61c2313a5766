"""Converts the values of list parameters to operands of fields."""

import json
import re

from placement_inv.smartfilter import errors
from placement_inv.smartfilter.catalog import Kind
from placement_inv.smartfilter.languages import lookups
from placement_inv.smartfilter.languages import operands
from placement_inv.smartfilter.syntax import ast

_NULLS = ('none', 'null')
_BOOLEANS = {'true': True, '1': True, 'false': False, '0': False}
_ID = re.compile(r'[-+]?[0-9]{1,18}')


def quote(text):
    """Return a text as a quoted Value: one without a type of its own."""
    place = errors.Place(f'"{text}"', 0, len(text) + 2)
    return ast.Value(text, is_quoted=True, place=place)


def is_null(value):
    """Tell whether a value means that there is no related row."""
    return value.raw.lower() in _NULLS


def parse_boolean(field, value):
    """Return the boolean of a value; raises BadValue."""
    try:
        return _BOOLEANS[value.raw.lower()]
    except KeyError:
        raise errors.BadValue(
            value.place,
            field,
            f'Unable to convert "{value.raw}" to boolean',
        ) from None


def field_operand(field, lookup, value):
    """Return the operand that a field is compared with.

    It is a tuple of operands for the lookup ``in``. Raises BadValue.
    """
    if lookup == lookups.IN:
        return tuple(
            _scalar_operand(field, lookups.EXACT, part)
            for part in _split(field.name, value)
        )
    return _scalar_operand(field, lookup, value)


def relation_operand(relation, lookup, value):
    """Return the id that related rows are compared with.

    It is a tuple of ids for the lookup ``in``. `relation` is the name for
    messages. Raises BadValue.
    """
    parts = _split(relation, value) if lookup == lookups.IN else [value]
    for part in parts:
        if not _ID.fullmatch(part.raw.strip()):
            raise errors.BadValue(
                part.place, relation, f'Invalid {relation} id: {part.raw}'
            )
    ids = tuple(int(part.raw) for part in parts)
    return ids if lookup == lookups.IN else ids[0]


def _scalar_operand(field, lookup, value):
    if field.kind is Kind.BOOLEAN:
        return parse_boolean(field.name, value)
    try:
        return operands.operand(field.kind, field.name, lookup, value)
    except errors.BadValue as error:
        message = _awx_message(field.kind, lookup, value.raw) or error.message
        if lookup in lookups.REGEX:
            # The place tells which character of the pattern is wrong.
            message = error.render()
        raise errors.BadValue(error.place, field.name, message) from error


def _awx_message(kind, lookup, text):
    """Return AWX's sentence for a bad value; None where it has none."""
    if lookup in lookups.REGEX or lookup in lookups.TEXT:
        return None
    if kind is Kind.INTEGER:
        message = f'\u201c{text}\u201d value must be an integer.'
    elif kind is Kind.DATETIME:
        message = f'\u201c{text}\u201d value has an invalid format.'
    else:
        return None
    return json.dumps([message], ensure_ascii=False)


def _split(field, value):
    """Return the parts of the value of ``in``, which commas separate."""
    if not value.raw:
        raise errors.BadValue(
            value.place, field, 'cannot provide empty value for __in'
        )
    return [quote(part) for part in value.raw.split(',')]
