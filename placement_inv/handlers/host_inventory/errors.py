"""Failures of the host-inventory family: statuses, and AWX's body shapes.

A failure about fields is `{"<field>": ["…"]}`, any other `{"detail": "…"}`
unless its class names another key (`body_key`).
"""

from placement_inv import exceptions
from placement_inv.handlers.host_inventory import versions
from placement_inv.web import errors
from placement_inv.web import response

#: Nearest class wins; what is in no row is a bug and becomes a 500.
STATUSES = {
    exceptions.NotFound: 404,
    exceptions.Invalid: 400,
    exceptions.Conflict: 409,
    exceptions.Forbidden: 403,
    exceptions.Unavailable: 503,
}


def render(error, status, req):
    """Return the answer for a failure."""
    if isinstance(error, exceptions.InvalidFields):
        return response.json(error.fields, status=status)
    body = {getattr(error, 'body_key', 'detail'): _sentence(error, req)}
    if isinstance(error, errors.UnacceptableVersion):
        body['max_version'] = str(versions.history.last)
        body['min_version'] = str(versions.history.first)
    return response.json(body, status=status)


def _sentence(error, req):
    if isinstance(error, errors.MethodNotAllowed):
        return f'Method "{req.method}" not allowed.'
    if isinstance(error, exceptions.PolicyNotAuthorized):
        return 'You do not have permission to perform this action.'
    return str(error) or 'Not found.'
