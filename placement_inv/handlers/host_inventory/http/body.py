"""Reads request bodies: JSON objects, where none is an empty one."""

import json

import orjson

from placement_inv.handlers.host_inventory import errors
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.web import errors as web_errors

_JSON = 'application/json'
#: A registered name came late; the others are what clients send.
YAML = ('application/yaml', 'application/x-yaml', 'text/yaml')


def read_variables(req):
    """Return the object that a request's body says in JSON or YAML."""
    if req.content_type not in YAML:
        # The slow reader keeps integers of any size.
        return read(req, json.loads)
    try:
        return variables.parse(req.bounded_body().decode())
    except UnicodeDecodeError as error:
        raise errors.NotYAML(reason='not UTF-8') from error
    except domain_errors.InvalidVariables as error:
        raise errors.NotYAML(reason=str(error)) from error


def read(req, loads=orjson.loads, limit=None):
    """Return the object that a request's body says, in `limit` bytes."""
    text = req.bounded_body(limit)
    if not text.strip():
        return {}
    if req.content_type != _JSON:
        raise web_errors.UnsupportedMediaType(
            media_type=req.content_type or 'None', supported=_JSON
        )
    try:
        document = loads(text)
    except (ValueError, RecursionError) as error:
        raise errors.NotJSON(reason=str(error)) from error
    if not isinstance(document, dict):
        raise errors.NotJSON(reason='not a JSON object')
    return document
