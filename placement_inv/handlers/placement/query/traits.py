"""Parses the query of `GET /traits`."""

from placement_inv.handlers.placement.query import errors
from placement_inv.handlers.placement.query import texts

_BOOLEANS = {'true': True, 'false': False}


def parse(query):
    """Return the arguments of `trait.list_all` for a query.

    `query` maps the names of parameters to the lists of their values; the
    last value counts. Raises a class of `errors`.
    """
    arguments = {}
    if 'name' in query:
        arguments = _parse_name(query['name'][-1])
    if 'associated' in query:
        arguments['is_associated'] = _parse_boolean(query['associated'][-1])
    return arguments


def _parse_name(text):
    """Return {'names': […]} or {'prefix': …} for 'in:…' or 'startswith:…'.

    As in OpenStack Placement, any other operator is ignored: the result is {}.
    """
    operator, colon, value = text.partition(':')
    if not colon:
        raise errors.MalformedTraitName(text=text)
    if operator == 'in':
        return {'names': texts.split_items(value)}
    return {'prefix': value} if operator == 'startswith' else {}


def _parse_boolean(text):
    if text.lower() not in _BOOLEANS:
        raise errors.AssociatedNotBoolean()
    return _BOOLEANS[text.lower()]
