"""Failures of the placement family: statuses, and the API-SIG error body.

The sentences around the detail are those that upstream's clients know
(webob's explanation of a status, then the detail).
"""

import webob.exc

from placement_inv import exceptions
from placement_inv.handlers.placement import preambles
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
    sentence, code = preambles.describe(error, req)
    explained = webob.exc.status_map[status](detail=sentence)
    form = _form(req)
    if form is not None:
        return response.text(
            getattr(explained, _BODIES[form])(_environ(req)),
            content_type=form,
            status=status,
        )
    fault = {
        'status': status,
        'title': explained.title,
        'detail': _detail(explained, req),
        'request_id': req.ctx.request_id,
    }
    if _knows_codes(req):
        fault['code'] = code
    if isinstance(error, errors.UnacceptableVersion):
        fault['max_version'] = str(versions.history.last)
        fault['min_version'] = str(versions.history.first)
    return response.json({'errors': [fault]}, status=status)


#: What a header says that asks for nothing.
_WHATEVER = ('', '*/*')

#: Forms for callers that accept no JSON, and what webob calls them.
_BODIES = {'text/html': 'html_body', 'text/plain': 'plain_body'}


def _form(req):
    """Return the media type of a failure, None for JSON.

    Who accepts neither JSON nor HTML is answered in plain text.
    """
    if req.headers.get('accept', '') in _WHATEVER:
        return None
    offers = req.accept.acceptable_offers(('text/html', 'application/json'))
    best = offers[0][0] if offers else 'text/plain'
    return None if best == 'application/json' else best


def _knows_codes(req):
    try:
        return req.version >= versions.ERROR_CODES
    except KeyError:
        # It failed before its version was known.
        return False


def _detail(explained, req):
    """Return webob's explanation of the status followed by our sentence."""
    plain = explained.plain_body(_environ(req))
    return plain.partition('\n\n')[2]


def _environ(req):
    """Return what explanations repeat, which a request need not name."""
    environ = {'CONTENT_TYPE': 'None', **req.environ}
    if environ.get('HTTP_ACCEPT', '') in _WHATEVER:
        environ['HTTP_ACCEPT'] = 'application/json'
    return environ
