"""The few kinds of answers that handlers give."""

import json as slow_json

import orjson
import webob


class Response(webob.Response):
    """A webob response with no content type unless there is content."""

    default_content_type = None
    default_charset = 'UTF-8'


def led_on(path):
    """Return an answer that leads to a path, and that nobody keeps."""
    return Response(
        status=302,
        headerlist=[('Location', path), ('Cache-Control', 'no-store')],
    )


def json(document, status=200, headers=None):
    """Return `document` as a JSON body."""
    response = Response(
        body=_encoded(document),
        status=status,
        content_type='application/json',
        charset=None,
    )
    if headers:
        response.headers.update(headers)
    return response


def _encoded(document):
    try:
        return orjson.dumps(document)
    except orjson.JSONEncodeError:
        # Numbers beyond 64 bits and halves of surrogate pairs are JSON too.
        return slow_json.dumps(document).encode()


def created(location, document=None, headers=None):
    """Return 201 for the new resource at `location`."""
    if document is None:
        return placed(location, status=201, headers=headers)
    return json(
        document, status=201, headers={'Location': location, **(headers or {})}
    )


def placed(location, status, headers=None):
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
