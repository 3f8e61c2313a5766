"""The few kinds of answers that handlers give."""

import itertools
import json as slow_json

import orjson
import webob

#: Members of an object that are written at once.
_BATCH = 1000


class Response(webob.Response):
    """A webob response with no content type unless there is content."""

    default_content_type = None
    default_charset = 'UTF-8'


def redirect(path):
    """Return an answer that leads to a path, and that nobody keeps."""
    return Response(
        status=302,
        headerlist=[('Location', path), ('Cache-Control', 'no-store')],
    )


def json(document, status=200, headers=None):
    """Return `document` as a JSON body."""
    response = _make_response(_encode(document), status)
    if headers:
        response.headers.update(headers)
    return response


def members(pairs):
    """Return the texts between the braces of an object made of pairs.

    PERF: the values are in memory for some of the pairs at a time.
    """
    left = iter(pairs)
    texts = []
    while batch := dict(itertools.islice(left, _BATCH)):
        texts += (b',', _encode(batch)[1:-1])
    return texts[1:]


def with_last(document, *texts):
    """Return an object, not empty, as a JSON body; `texts` are its end."""
    return _make_response(b''.join((_encode(document)[:-1], b',', *texts)))


def _make_response(body, status=200):
    return Response(
        body=body,
        status=status,
        content_type='application/json',
        charset=None,
    )


def _encode(document):
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError:
        # Numbers beyond 64 bits and halves of surrogate pairs are JSON too.
        return slow_json.dumps(document).encode()


def created_response(location, document=None, headers=None):
    """Return 201 for the new resource at `location`."""
    if document is None:
        return with_location(location, status=201, headers=headers)
    return json(
        document, status=201, headers={'Location': location, **(headers or {})}
    )


def with_location(location, status, headers=None):
    """Return an answer without a body that names a place."""
    return no_content(status, {'Location': location, **(headers or {})})


def no_content(status=204, headers=None):
    """Return an answer without a body."""
    response = Response(status=status)
    if headers:
        response.headers.update(headers)
    return response


def text(body, content_type='text/plain', status=200):
    """Return `body` (str) as UTF-8 text."""
    return Response(
        body=body.encode(),
        status=status,
        content_type=content_type,
        charset='UTF-8',
    )


def stream(parts, content_type, file_name):
    """Return an answer whose bytes are made while they are sent."""
    return Response(
        app_iter=parts,
        content_type=content_type,
        charset='UTF-8' if content_type.startswith('text/') else None,
        content_disposition=f'attachment; filename="{file_name}"',
    )
