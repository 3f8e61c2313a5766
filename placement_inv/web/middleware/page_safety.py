"""Headers that tell a browser what it may do with an answer."""

_JSON = 'application/json'
_HTML = 'text/html'

#: The answer is of the type that it says, whatever it looks like.
_TYPED = ('X-Content-Type-Options', 'nosniff')
#: Pages load nothing, run nothing, are in no frame, and send their forms to
#: this service only.
_CONFINED = (
    ('X-Frame-Options', 'DENY'),
    (
        'Content-Security-Policy',
        "default-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'",
    ),
)


class PageSafety:
    """Adds them by the type of the answer, whoever in here made it.

    JSON is left as it is: browsers take it for nothing else.
    """

    def __init__(self, application):
        self._application = application

    def __call__(self, environ, start_response):
        def start(status, headers, *exc_info):
            added = _headers_for(headers)
            if added:
                headers = [*headers, *added]
            return start_response(status, headers, *exc_info)

        return self._application(environ, start)


def _headers_for(headers):
    for name, value in headers:
        if name.lower() == 'content-type':
            media_type = value.partition(';')[0].strip().lower()
            if media_type == _JSON:
                return ()
            if media_type == _HTML:
                return (_TYPED, *_CONFINED)
            return (_TYPED,)
    return ()
