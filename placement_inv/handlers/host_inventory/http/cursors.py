"""Cursors: places in a list, encoded as texts that clients send back."""

import base64
import binascii
import datetime

import orjson

from placement_inv.handlers.host_inventory.http import list_query
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.lists import keyset

_NAME = 'cursor'
#: The longest cursor. Names have at most 512 characters.
_LONGEST = 32 * 1024


def parse(req, order_by):
    """Return the keyset.Place of a request's cursor; None without a cursor.

    Raises InvalidCursor, also for a cursor of a list in another order.
    """
    text = req.GET.get(_NAME)
    if text is None:
        return None
    if not text:
        return keyset.Place()
    order, values = _decode(text)
    if order != list(order_by):
        raise errors.InvalidCursor()
    return keyset.Place(tuple(values))


def link(req, place):
    """Return the path of the page after a place; None at the end."""
    if place is None:
        return None
    order = list_query.parse_order(req.GET)
    return urls.url_with(req, {_NAME: _encode(order, place.values)})


def _encode(order, values):
    texts = [
        value.isoformat() if isinstance(value, datetime.datetime) else value
        for value in values
    ]
    return base64.urlsafe_b64encode(orjson.dumps([order, texts])).decode()


def _decode(text):
    try:
        if len(text) > _LONGEST:
            raise ValueError
        order, values = orjson.loads(base64.urlsafe_b64decode(text))
    except (ValueError, TypeError, binascii.Error) as error:
        raise errors.InvalidCursor() from error
    if not isinstance(values, list):
        raise errors.InvalidCursor()
    return order, values
