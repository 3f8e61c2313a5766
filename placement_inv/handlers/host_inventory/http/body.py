"""Reads the bodies of requests: JSON objects. No body is an empty object."""

import json

from placement_inv import exact_json
from placement_inv.handlers.host_inventory import errors
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.objects.host_inventory.variables import text as variables
from placement_inv.web import errors as web_errors

_JSON = 'application/json'
#: The registered media type of YAML, and older names that clients send.
YAML = ('application/yaml', 'application/x-yaml', 'text/yaml')


def read_variables(req):
    """Return the object in a request's body, which is JSON or YAML.

    Raises NotJSON, NotYAML or UnsupportedMediaType.
    """
    if req.content_type not in YAML:
        # This parser reads lone surrogates, which variables may hold, too.
        return read(req, json.loads)
    try:
        return variables.parse(req.bounded_body().decode())
    except UnicodeDecodeError as error:
        raise errors.NotYAML(reason='not UTF-8') from error
    except domain_errors.InvalidVariables as error:
        raise errors.NotYAML(reason=str(error)) from error


def read(req, loads=exact_json.loads, limit=None):
    """Return the JSON object in a request's body of at most `limit` bytes.

    Raises NotJSON, UnsupportedMediaType or BodyTooLarge.
    """
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
