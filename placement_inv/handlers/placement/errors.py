"""Failures of the placement family: statuses, and the API-SIG error body.

The sentences around the detail are those that upstream's clients know
(webob's explanation of a status, then the detail).
"""

import webob.exc

from placement_inv import exceptions
from placement_inv.handlers.placement import versions
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
    """Return the answer for a failure: `{"errors": [{…}]}`."""
    explained = webob.exc.status_map[status](detail=str(error))
    fault = {
        'status': status,
        'title': explained.title,
        'detail': _detail(explained, req),
        'request_id': req.ctx.request_id,
    }
    if _knows_codes(req):
        fault['code'] = error.code
    if isinstance(error, errors.UnacceptableVersion):
        fault['max_version'] = str(versions.history.last)
        fault['min_version'] = str(versions.history.first)
    return response.json({'errors': [fault]}, status=status)


def _knows_codes(req):
    try:
        return req.version >= versions.ERROR_CODES
    except KeyError:
        # It failed before its version was known.
        return False


def _detail(explained, req):
    """Return webob's explanation of the status followed by our sentence."""
    # Some explanations repeat media types, which a request need not name.
    environ = {
        'CONTENT_TYPE': 'None',
        'HTTP_ACCEPT': 'application/json',
        **req.environ,
    }
    plain = explained.plain_body(environ)
    return plain.partition('\n\n')[2]
