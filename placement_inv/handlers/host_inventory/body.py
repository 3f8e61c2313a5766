"""Reads request bodies: JSON objects, where none is an empty one."""

import orjson

from placement_inv.handlers.host_inventory import errors
from placement_inv.web import errors as web_errors

_JSON = 'application/json'


def read(req):
    """Return the object that a request's body says."""
    text = req.bounded_body()
    if not text.strip():
        return {}
    if req.content_type != _JSON:
        raise web_errors.UnsupportedMediaType(
            media_type=req.content_type or 'None', supported=_JSON
        )
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise errors.NotJSON(reason=str(error)) from error
    if not isinstance(document, dict):
        raise errors.NotJSON(reason='not a JSON object')
    return document
