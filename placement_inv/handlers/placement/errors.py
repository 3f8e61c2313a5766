"""Errors of the placement family: statuses, and the API-SIG error body.

As in OpenStack Placement, a detail is webob's explanation of the status and
then the sentence of the error.
"""

import webob.exc

from placement_inv import exceptions
from placement_inv.handlers.placement import preambles
from placement_inv.handlers.placement import versions
from placement_inv.web import errors
from placement_inv.web import response

#: {class of an error: status}; the nearest class wins. An error of no class
#: here is a bug and becomes a 500.
STATUSES = {
    exceptions.NotFound: 404,
    exceptions.Invalid: 400,
    exceptions.Conflict: 409,
    exceptions.Forbidden: 403,
    exceptions.Unavailable: 503,
}


def render(error, status, req):
    """Return the response for an error: `{"errors": [{…}]}`.

    It is text or HTML where the caller does not accept JSON.
    """
    sentence, code = preambles.describe(error, req)
    explanation = webob.exc.status_map[status](detail=sentence)
    media_type = _media_type(req)
    if media_type is not None:
        return response.text(
            getattr(explanation, _BODIES[media_type])(_environ(req)),
            content_type=media_type,
            status=status,
        )
    fault = {
        'status': status,
        'title': explanation.title,
        'detail': _detail(explanation, req),
        'request_id': req.ctx.request_id,
    }
    if _knows_codes(req):
        fault['code'] = code
    if isinstance(error, errors.UnacceptableVersion):
        fault['max_version'] = str(versions.history.last)
        fault['min_version'] = str(versions.history.first)
    return response.json({'errors': [fault]}, status=status)


#: Values of Accept that accept every type.
_ANY_TYPES = ('', '*/*')

#: Media types for callers that do not accept JSON, and webob's methods.
_BODIES = {'text/html': 'html_body', 'text/plain': 'plain_body'}


def _media_type(req):
    """Return the media type of an error, None for JSON.

    A caller that accepts neither JSON nor HTML gets plain text.
    """
    if req.headers.get('accept', '') in _ANY_TYPES:
        return None
    offers = req.accept.acceptable_offers(('text/html', 'application/json'))
    best = offers[0][0] if offers else 'text/plain'
    return None if best == 'application/json' else best


def _knows_codes(req):
    try:
        return req.version >= versions.ERROR_CODES
    except KeyError:
        # The error was raised before the version was negotiated.
        return False


def _detail(explanation, req):
    """Return webob's explanation of the status and the error's sentence."""
    plain = explanation.plain_body(_environ(req))
    return plain.partition('\n\n')[2]


def _environ(req):
    """Return the WSGI environment for webob's explanations, with defaults."""
    environ = {'CONTENT_TYPE': 'None', **req.environ}
    if environ.get('HTTP_ACCEPT', '') in _ANY_TYPES:
        environ['HTTP_ACCEPT'] = 'application/json'
    return environ
