"""Headers that tell a browser what it may do with a response."""

_JSON = 'application/json'
_HTML = 'text/html'

#: Browsers must not guess another media type from the content.
_NO_SNIFFING = ('X-Content-Type-Options', 'nosniff')
#: Pages load nothing, run nothing, are in no frame, and send their forms to
#: this service only.
_PAGE_HEADERS = (
    ('X-Frame-Options', 'DENY'),
    (
        'Content-Security-Policy',
        "default-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'",
    ),
)


class PageSafety:
    """Adds headers by the media type, to the responses of all middleware.

    JSON needs none: browsers do not take it for another type.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        def start(status, headers, *exc_info):
            new_headers = _find_headers(headers)
            if new_headers:
                headers = [*headers, *new_headers]
            return start_response(status, headers, *exc_info)

        return self._application(environ, start)


def _find_headers(headers):
    for name, value in headers:
        if name.lower() == 'content-type':
            media_type = value.partition(';')[0].strip().lower()
            if media_type == _JSON:
                return ()
            if media_type == _HTML:
                return (_NO_SNIFFING, *_PAGE_HEADERS)
            return (_NO_SNIFFING,)
    return ()
