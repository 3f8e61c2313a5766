"""The kinds of responses that handlers return."""

import itertools

import webob

from placement_inv import exact_json

#: Members of an object that are encoded at once.
_BATCH = 1000


class Response(webob.Response):
    """A webob response without a content type unless there is content."""

    default_content_type = None
    default_charset = 'UTF-8'


def redirect(path):
    """Return a redirection to a path, which no cache stores."""
    return Response(
        status=302,
        headerlist=[('Location', path), ('Cache-Control', 'no-store')],
    )


def json(document, status=200, headers=None):
    """Return `document` as a JSON body."""
    response = _make_response(exact_json.dumps(document), status)
    if headers:
        response.headers.update(headers)
    return response


def members(pairs):
    """Return the JSON between the braces of an object, as a list of bytes.

    `pairs` are (name, value). PERF: the values of a thousand pairs are in
    memory at a time.
    """
    pairs = iter(pairs)
    texts = []
    while batch := dict(itertools.islice(pairs, _BATCH)):
        texts += (b',', exact_json.dumps(batch)[1:-1])
    return texts[1:]


def json_with_end(document, *texts):
    """Return a response with a JSON object that ends in encoded members.

    `document` are its first members, at least one; `texts` are the bytes
    after them, including the closing brace.
    """
    return _make_response(
        b''.join((exact_json.dumps(document)[:-1], b',', *texts))
    )


def _make_response(body, status=200):
    return Response(
        body=body,
        status=status,
        content_type='application/json',
        charset=None,
    )


def created_response(location, document=None, headers=None):
    """Return 201 for the new resource at `location`."""
    if document is None:
        return with_location(location, status=201, headers=headers)
    return json(
        document, status=201, headers={'Location': location, **(headers or {})}
    )


def with_location(location, status, headers=None):
    """Return a response without a body, with the header Location."""
    return no_content(status, {'Location': location, **(headers or {})})


def no_content(status=204, headers=None):
    """Return a response without a body."""
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
    """Return a download whose bytes are produced while they are sent."""
    return Response(
        app_iter=parts,
        content_type=content_type,
        charset='UTF-8' if content_type.startswith('text/') else None,
        content_disposition=f'attachment; filename="{file_name}"',
    )
